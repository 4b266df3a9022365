"""Other topics and other places to choose from when topics are arranged: only what the viewer may use."""

from typing import Any

from blueprints.kit.request import db, viewer
from models.core.language import gettext as _
from models.entries.entry import Entry
from models.entries.reading import NotFound, visible_entry
from models.forums.reading import topics_like
from models.forums.topic import Discussion, Question, Topic
from models.policy.finding import spaces_to_write_in
from models.policy.rules import may
from models.spaces.category import categories


def topic_of(found: Entry) -> Topic:
    """The entry as a topic. Raises NotFound for anything else."""
    if not isinstance(found, Question | Discussion):
        raise NotFound
    return found


def topic_named(entry_id: int) -> Topic:
    """A topic that others may be merged into by the viewer. Raises NotFound: what may not be seen and what may not be
    used are the same here."""
    found = visible_entry(db(), viewer(), Entry, entry_id)
    if not isinstance(found, Question | Discussion) or not may(viewer(), "topic.merge", found):
        raise NotFound
    return found


def mergeable(source: Topic, words: str) -> list[Any]:
    """Rows of the topics with these words in the title that the source may be merged into, or the one at an address."""
    number = words.strip().rstrip("/").rpartition("/")[2].partition("?")[0].partition("#")[0]
    found = topics_like(
        db(), viewer(), words, int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0
    )
    return [row for row in found if row.id != source.id and may(viewer(), "topic.merge", row)]


def places_to_move(topic: Topic) -> list[tuple[str, str]]:
    """Spaces where the viewer may write; behind the topic's own one its categories. Each says who can read there."""
    found: list[tuple[str, str]] = []
    for row in spaces_to_write_in(db(), viewer()):
        readers = _("all staff can read it") if row.openness == "open" else _("only members can read it")
        found.append((row.slug, f"{row.name} – {readers}"))
        if topic.space is not None and row.id == topic.space_id:
            here = [each for each in categories(db(), viewer(), topic.space) if each.archived_at is None]
            found += [
                (f"{row.slug}/{each.slug}", f"{row.name} › {each.name} – {READERS[each.readers]()}") for each in here
            ]
    return found


READERS = {
    "space": lambda: _("whoever reads the space"),
    "members": lambda: _("only members can read it"),
    "curators": lambda: _("only curators can read it"),
}
