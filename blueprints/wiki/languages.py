"""The language that a new page of a space is in, and what a page shows of its twins in other languages."""

from types import SimpleNamespace
from typing import Any

from blueprints.kit.request import db, viewer
from blueprints.kit.services import services
from models.core.language import current_locale, language_name
from models.wiki.reading.surroundings import Surroundings
from models.wiki.writing.templates import usual_language
from models.wiki.writing.translating import Twin, original_row, written_from_right


def default_language(space_id: int) -> str:
    """The language that a new page of a space is in unless somebody says otherwise."""
    return usual_language(db(), space_id) or services().settings.page_languages[0]


def languages_of(page: Any, around: Surroundings, may_translate: bool) -> SimpleNamespace:
    """What stands about languages on a page: the switcher, and for a translation whether its original moved on."""
    interface = current_locale().partition("_")[0]
    twins = (
        sorted([Twin(f"{page.space_slug}/wiki/{page.slug}", page.language), *around.twins], key=lambda twin: twin.name)
        if around.twins
        else []
    )
    mine = next((twin for twin in around.twins if twin.language.partition("-")[0] == interface), None)
    behind = around.original if around.original and around.original.newest else None
    return SimpleNamespace(
        code=page.language if page.language != interface else "",
        right=page.language not in ("en", interface) and written_from_right(page.language),
        twins=sorted(twins, key=lambda twin: twin.name),
        # A reader who uses Witan in another language hears first that the page exists in theirs.
        mine=mine if mine and not page.language.startswith(interface) else None,
        mine_name=language_name(mine.language) if mine else "",
        behind=original_row(db(), viewer(), page.id) if behind else None,
        behind_name=language_name(behind.language) if behind else "",
        may_translate=may_translate,
    )
