"""Addresses of search."""

from flask import Blueprint, Flask

from blueprints.search import best, describing, gaps, missing, results, saving, suggesting, words

blueprint = Blueprint("search", __name__)
blueprint.get("/search")(results.show)
blueprint.get("/search/suggest")(suggesting.suggest)
blueprint.get("/searches")(saving.list_saved)
blueprint.post("/searches")(saving.save)
blueprint.get("/searches/<int:search_id>")(saving.open_saved)
blueprint.post("/searches/<int:search_id>")(saving.keep_saved)
blueprint.get("/searches/<int:search_id>/edit")(saving.edit_saved)
blueprint.post("/searches/<int:search_id>/move")(saving.move_saved)
blueprint.post("/searches/<int:search_id>/remove")(saving.remove_saved)
blueprint.post("/searches/<int:search_id>/restore")(saving.restore_saved)
blueprint.post("/searches/counting")(gaps.set_counting)
blueprint.get("/gaps")(gaps.list_gaps)
blueprint.get("/gaps/<int:gap_id>")(gaps.show_gap)
blueprint.post("/gaps/<int:gap_id>/take")(gaps.take)
blueprint.post("/gaps/<int:gap_id>/release")(gaps.release)
blueprint.post("/gaps/<int:gap_id>/close")(gaps.close)
blueprint.post("/gaps/<int:gap_id>/reopen")(gaps.reopen)
blueprint.post("/gaps/<int:gap_id>/remove")(gaps.remove)
blueprint.post("/gaps/<int:gap_id>/restore")(gaps.restore)
blueprint.get("/opensearch.xml")(describing.opensearch)
blueprint.get("/acronyms")(words.list_acronyms)
blueprint.post("/acronyms")(words.add_acronym)
blueprint.get("/acronyms/explained")(words.explain)
blueprint.get("/acronyms/<int:acronym_id>")(words.edit_acronym)
blueprint.post("/acronyms/<int:acronym_id>")(words.save_acronym)
blueprint.post("/acronyms/<int:acronym_id>/remove")(words.remove_acronym)
blueprint.post("/acronyms/<int:acronym_id>/restore")(words.restore_acronym)
blueprint.get("/synonyms")(words.list_synonyms)
blueprint.post("/synonyms")(words.add_synonyms)
blueprint.get("/synonyms/<int:set_id>")(words.edit_synonyms)
blueprint.post("/synonyms/<int:set_id>")(words.save_synonyms)
blueprint.post("/synonyms/<int:set_id>/remove")(words.remove_synonyms)
blueprint.get("/best-results")(best.list_best)
blueprint.get("/e/<int:entry_id>/best-result")(best.ask_best)
blueprint.post("/e/<int:entry_id>/best-result")(best.save_best)
blueprint.post("/s/<space_slug>/desk/searches")(missing.deal_with)


def install(app: Flask) -> None:
    missing.install(app)
    gaps.install(app)
