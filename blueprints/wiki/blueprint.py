"""The addresses of the wiki."""

from flask import Blueprint

from blueprints.wiki import arranging, moving, pages, reports, sections, tree, writing

blueprint = Blueprint("wiki", __name__)
blueprint.get("/s/<space_slug>/wiki/")(tree.show_tree)
blueprint.get("/s/<space_slug>/wiki/level")(tree.show_level)
blueprint.get("/s/<space_slug>/wiki/changes")(tree.show_changes)
blueprint.get("/s/<space_slug>/wiki/wanted")(reports.show_wanted)
blueprint.get("/s/<space_slug>/wiki/new")(writing.new)
blueprint.post("/s/<space_slug>/wiki/new")(writing.create)
blueprint.get("/s/<space_slug>/wiki/<slug>")(pages.show_page)
blueprint.get("/pages/<int:entry_id>/edit")(writing.edit)
blueprint.post("/pages/<int:entry_id>/edit")(writing.save)
blueprint.get("/pages/<int:entry_id>/section")(sections.edit_section)
blueprint.post("/pages/<int:entry_id>/section")(sections.save_section)
blueprint.get("/pages/<int:entry_id>/rename")(arranging.ask_name)
blueprint.post("/pages/<int:entry_id>/rename")(arranging.rename)
blueprint.get("/pages/<int:entry_id>/move")(moving.ask_place)
blueprint.post("/pages/<int:entry_id>/move")(moving.move)
blueprint.get("/pages/<int:entry_id>/move/space")(moving.ask_space)
blueprint.post("/pages/<int:entry_id>/move/space")(moving.change_space)
blueprint.post("/pages/<int:entry_id>/status")(arranging.set_status)
