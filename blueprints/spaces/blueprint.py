"""Addresses of spaces; what stands in them has its own parts."""

from flask import Blueprint

from blueprints.spaces import founding, home, joining, listing, members, openness, requests, settings, trash

blueprint = Blueprint("spaces", __name__)
blueprint.get("/spaces")(listing.list_spaces)
blueprint.get("/spaces/new")(founding.ask)
blueprint.post("/spaces/new")(founding.found)
blueprint.get("/s/<space_slug>")(home.show)
blueprint.post("/s/<space_slug>/join")(joining.enter)
blueprint.post("/s/<space_slug>/leave")(joining.go)
blueprint.post("/s/<space_slug>/request")(joining.request_entry)
blueprint.post("/s/<space_slug>/follow")(joining.set_follow)
blueprint.get("/s/<space_slug>/members")(members.list_members)
blueprint.post("/s/<space_slug>/members/add")(members.add)
blueprint.post("/s/<space_slug>/members/role")(members.set_role)
blueprint.post("/s/<space_slug>/members/remove")(members.remove)
blueprint.post("/s/<space_slug>/members/share")(members.share_with)
blueprint.post("/s/<space_slug>/members/unshare")(members.end_share)
blueprint.post("/s/<space_slug>/requests/<int:request_id>")(requests.answer)
blueprint.get("/s/<space_slug>/settings")(settings.edit_settings)
blueprint.post("/s/<space_slug>/settings")(settings.save_settings)
blueprint.post("/s/<space_slug>/archive")(settings.put_aside)
blueprint.post("/s/<space_slug>/unarchive")(settings.take_up)
blueprint.get("/s/<space_slug>/openness")(openness.edit_openness)
blueprint.post("/s/<space_slug>/openness")(openness.save_openness)
blueprint.get("/s/<space_slug>/trash")(trash.show_trash)
blueprint.post("/s/<space_slug>/trash/<int:entry_id>/restore")(trash.put_back)
blueprint.post("/s/<space_slug>/trash/<int:entry_id>/purge")(trash.remove_for_good)
