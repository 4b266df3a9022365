"""The addresses of the wiki."""

from flask import Blueprint

from blueprints.wiki import (
    arranging,
    beginning,
    caring,
    comments,
    desk,
    moving,
    owning,
    pages,
    releasing,
    reports,
    sections,
    status,
    templating,
    ticking,
    translating,
    tree,
    unlinked,
    watching,
    writing,
)

# Registers what the wiki puts on the desk of a space.
__all__ = ["blueprint", "desk"]
blueprint = Blueprint("wiki", __name__)
blueprint.get("/s/<space_slug>/wiki/")(tree.show_tree)
blueprint.get("/s/<space_slug>/tree")(tree.show_level)
blueprint.get("/s/<space_slug>/wiki/changes")(tree.show_changes)
blueprint.get("/s/<space_slug>/wiki/wanted")(reports.show_wanted)
blueprint.get("/s/<space_slug>/reports/orphans")(reports.show_orphans)
blueprint.get("/s/<space_slug>/reports/broken")(reports.show_broken)
blueprint.post("/s/<space_slug>/reports/broken")(reports.begin_link_check)
blueprint.post("/pages/<int:entry_id>/watch")(watching.watch)
blueprint.get("/pages/<int:entry_id>/links")(reports.show_links_here)
blueprint.post("/pages/<int:entry_id>/unlink")(reports.take_out_link)
blueprint.get("/s/<space_slug>/reports/unlinked")(unlinked.show_unlinked_in_space)
blueprint.get("/pages/<int:entry_id>/unlinked")(unlinked.show_unlinked)
blueprint.post("/pages/<int:entry_id>/unlinked")(unlinked.link_chosen)
blueprint.get("/s/<space_slug>/templates")(templating.show_templates)
blueprint.post("/s/<space_slug>/templates/usual")(templating.choose_usual)
blueprint.get("/s/<space_slug>/templates/new")(templating.ask_template)
blueprint.post("/s/<space_slug>/templates/new")(templating.make_template)
blueprint.get("/s/<space_slug>/templates/<int:template_id>")(templating.edit_template)
blueprint.post("/s/<space_slug>/templates/<int:template_id>")(templating.save_template)
blueprint.post("/s/<space_slug>/templates/<int:template_id>/remove")(templating.take_away)
blueprint.get("/s/<space_slug>/wiki/new")(beginning.new)
blueprint.post("/s/<space_slug>/wiki/new")(beginning.create)
blueprint.post("/s/<space_slug>/wiki/draft")(beginning.keep_draft)
blueprint.get("/s/<space_slug>/wiki/<slug>")(pages.show_page)
blueprint.get("/pages/<int:entry_id>/edit")(writing.edit)
blueprint.post("/pages/<int:entry_id>/edit")(writing.save)
blueprint.post("/pages/<int:entry_id>/tick")(ticking.tick)
blueprint.get("/pages/<int:entry_id>/section")(sections.edit_section)
blueprint.post("/pages/<int:entry_id>/section")(sections.save_section)
blueprint.get("/pages/<int:entry_id>/rename")(arranging.ask_name)
blueprint.post("/pages/<int:entry_id>/rename")(arranging.rename)
blueprint.get("/pages/<int:entry_id>/move")(moving.ask_place)
blueprint.post("/pages/<int:entry_id>/move")(moving.move)
blueprint.get("/pages/<int:entry_id>/move/space")(moving.ask_space)
blueprint.post("/pages/<int:entry_id>/move/space")(moving.change_space)
blueprint.post("/pages/<int:entry_id>/home")(arranging.set_home)
blueprint.get("/pages/<int:entry_id>/addresses")(arranging.show_addresses)
blueprint.post("/pages/<int:entry_id>/addresses")(arranging.remove_address)
blueprint.get("/pages/<int:entry_id>/status")(status.ask_status)
blueprint.post("/pages/<int:entry_id>/status")(status.set_status)
blueprint.get("/pages/<int:entry_id>/owner")(owning.ask_owner)
blueprint.post("/pages/<int:entry_id>/owner")(owning.set_owner)
blueprint.post("/pages/<int:entry_id>/owner/undo")(owning.undo_owner)
blueprint.get("/pages/<int:entry_id>/check")(owning.ask_check)
blueprint.post("/pages/<int:entry_id>/check")(owning.still_right)
blueprint.get("/pages/mine")(owning.show_mine)
blueprint.post("/s/<space_slug>/owners/seen")(owning.know_mine)
blueprint.get("/s/<space_slug>/owners")(caring.show_owners)
blueprint.post("/s/<space_slug>/owners")(caring.set_owners)
blueprint.post("/s/<space_slug>/owners/undo")(caring.undo_owners)
blueprint.post("/s/<space_slug>/owners/new-pages")(caring.set_defaults)
blueprint.get("/s/<space_slug>/wiki/overdue.json")(caring.overdue_here)
blueprint.get("/wiki/overdue.json")(caring.overdue_everywhere)
blueprint.post("/pages/<int:entry_id>/comments")(comments.add)
blueprint.post("/pages/<int:entry_id>/comments/closing")(comments.closing)
blueprint.post("/comments/<int:entry_id>/answer")(comments.answer)
blueprint.post("/comments/<int:entry_id>/resolution")(comments.resolution)
blueprint.post("/comments/<int:entry_id>/reopening")(comments.reopening)
blueprint.get("/pages/<int:entry_id>/translate")(translating.begin)
blueprint.post("/pages/<int:entry_id>/translate")(translating.write)
blueprint.get("/pages/<int:entry_id>/translation")(translating.show_twins)
blueprint.post("/pages/<int:entry_id>/translation")(translating.link)
blueprint.post("/pages/<int:entry_id>/translation/unlink")(translating.unlink)
blueprint.post("/pages/<int:entry_id>/translation/checked")(translating.checked)
blueprint.get("/pages/<int:entry_id>/working")(releasing.show_working)
blueprint.get("/pages/<int:entry_id>/release")(releasing.ask_release)
blueprint.post("/pages/<int:entry_id>/release")(releasing.release_version)
blueprint.post("/pages/<int:entry_id>/unfreeze")(releasing.unfreeze_page)
blueprint.get("/pages/<int:entry_id>/releases/<int:number>")(releasing.show_release)
