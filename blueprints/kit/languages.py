"""The languages that texts are written in, as choices of forms."""

from blueprints.kit.services import services
from models.core.language import language_name
from models.wiki.writing.translating import own_name


def language_choices(also: str = "") -> list[tuple[str, str]]:
    """(code, name) of the languages that texts can be written in; a further one that a text has already stays."""
    codes = list(services().settings.page_languages)
    if also and also not in codes:
        codes.append(also)
    names = {code: (own_name(code), language_name(code)) for code in codes}
    return [(code, own if own.lower() == name.lower() else f"{own} ({name})") for code, (own, name) in names.items()]
