"""The addresses that every kind of entry shares."""

from flask import Blueprint

from blueprints.entries import (
    blaming,
    bookmarks,
    changing,
    completing,
    diagrams,
    drafting,
    hiding,
    history,
    permalinks,
    previewing,
    quoting,
    removing,
    reporting,
    toggles,
)

blueprint = Blueprint("entries", __name__)
blueprint.get("/e/<int:entry_id>")(permalinks.permalink)
blueprint.get("/e/<int:entry_id>/history")(history.show_history)
blueprint.get("/e/<int:entry_id>/history/<int:number>")(history.show_version)
blueprint.get("/e/<int:entry_id>/history/<int:number>/hide")(hiding.ask_hide)
blueprint.post("/e/<int:entry_id>/history/<int:number>/hide")(hiding.hide)
blueprint.post("/e/<int:entry_id>/history/<int:number>/show")(hiding.show_again)
blueprint.get("/e/<int:entry_id>/quote")(quoting.show_quote)
blueprint.get("/e/<int:entry_id>/compare")(history.show_comparison)
blueprint.post("/e/<int:entry_id>/restore")(history.restore_version)
blueprint.post("/e/<int:entry_id>/reaction")(toggles.react_to)
blueprint.post("/e/<int:entry_id>/follow")(toggles.follow_entry)
blueprint.post("/e/<int:entry_id>/mute")(toggles.mute_entry)
blueprint.post("/e/<int:entry_id>/bookmark")(toggles.bookmark_entry)
blueprint.get("/e/<int:entry_id>/edit")(changing.edit)
blueprint.post("/e/<int:entry_id>/edit")(changing.save)
blueprint.get("/e/<int:entry_id>/blame")(blaming.show_blame)
blueprint.post("/e/<int:entry_id>/draft")(drafting.keep_draft)
blueprint.post("/e/<int:entry_id>/editing")(drafting.show_presence)
blueprint.get("/drafts")(drafting.show_drafts)
blueprint.get("/drafts/<int:draft_id>")(drafting.show_draft)
blueprint.post("/drafts/<int:draft_id>/discard")(drafting.discard_draft)
blueprint.get("/e/<int:entry_id>/tags")(changing.ask_tags)
blueprint.post("/e/<int:entry_id>/tags")(changing.save_tags)
blueprint.get("/e/<int:entry_id>/trash")(removing.ask_trash)
blueprint.post("/e/<int:entry_id>/trash")(removing.move_to_trash)
blueprint.post("/e/<int:entry_id>/untrash")(removing.take_back)
blueprint.post("/e/<int:entry_id>/purge")(removing.remove_for_good)
blueprint.get("/e/<int:entry_id>/report")(reporting.ask_report)
blueprint.post("/e/<int:entry_id>/report")(reporting.send_report)
blueprint.get("/bookmarks")(bookmarks.show_bookmarks)
blueprint.get("/complete")(completing.complete)
blueprint.get("/diagram")(diagrams.frame)
blueprint.post("/preview")(previewing.preview)
