"""Topics that Witan infers for one person, from what they did where all staff can read it, and what each stands on.

They are made for the person alone, when they look, and kept nowhere: others see a topic only once it was accepted
(`claim`). Tags are the vocabulary; where what somebody did carries none, the
phrases of its title are (`titles`). Where somebody works is no topic.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import func, literal_column, select
from sqlalchemy.orm import Session

from models.core import clock
from models.core.automatic import Automatic, automatic
from models.core.db import among, as_words, rows
from models.core.language import lazy_gettext as _l
from models.entries.entry import LIVE, Entry
from models.entries.tagging import tag_name, tags_of
from models.expertise.claim import ACCEPTED_WORD, CONTESTED_WORD, PersonTopic, said_by
from models.expertise.evidence import Deed, deeds_of
from models.expertise.never import NEVER
from models.expertise.titles import LEAST_MATTERS as LEAST_WITH_PHRASE
from models.expertise.titles import by_phrase, said_in, stems_of_topic, without
from models.expertise.weights import HALF_LIFE, WEIGHT, faded
from models.people.department import Department
from models.policy.viewer import EVERYONE, Viewer
from models.search.engine import Engine

# One matter is chance.
LEAST_MATTERS = 2
MOST_TOPICS = 12


@dataclass(frozen=True, slots=True)
class Ground:
    """One piece that a topic stands on: the deed, the weight of the act and the share that age has left of it."""

    deed: Deed
    weight: float
    left: float

    @property
    def worth(self) -> float:
        return self.weight * self.left


@dataclass(frozen=True)
class Topic:
    """A topic with what it stands on, the weightiest first, and what the person said of it (None: nothing yet).

    `asks_again` is true where the person contested it and more stands there now.
    """

    name: str
    score: float
    grounds: list[Ground] = field(default_factory=list)
    said: PersonTopic | None = None

    @property
    def asks_again(self) -> bool:
        return self.said is not None and self.said.word == CONTESTED_WORD and self.said.has_grown(self.as_kept)

    @property
    def as_kept(self) -> dict[str, str]:
        """What it stands on, as `claim` keeps it."""
        return {str(ground.deed.entry_id): ground.deed.act for ground in self.grounds}


def topics_for(session: Session, engine: Engine, viewer: Viewer) -> list[Topic]:
    """What Witan infers for the viewer themself, and all they ever spoke about, the weightiest first."""
    if viewer.is_guest or not viewer.id:
        return []
    return topics_of(session, engine, viewer.id)


def topics_of(session: Session, engine: Engine, person_id: int) -> list[Topic]:
    """The same for whoever may know of it: the person, and others of what was accepted."""
    said = said_by(session, person_id)
    found = _inferred(session, engine, deeds_of(session, person_id, frozenset({EVERYONE})), said)
    names = [name for name in found if not _was_answered(name, said)][:MOST_TOPICS]
    topics = [_topic(name, found[name], None) for name in names]
    topics += [_topic(name, found.get(name, []), each) for name, each in said.items()]
    return sorted(topics, key=lambda topic: (-topic.score, topic.name))


def _was_answered(name: str, said: Mapping[str, PersonTopic]) -> bool:
    """True for a topic that somebody spoke of, be it in other forms of its words, and for a narrower name of one that
    they hid or contested: nothing on it finds them, whatever it is called."""
    words = set(stems_of_topic(name))
    for topic, one in said.items():
        spoken = set(stems_of_topic(topic))
        if topic == name or spoken == words or (spoken < words and one.word != ACCEPTED_WORD):
            return True
    return False


def topic_for(session: Session, engine: Engine, viewer: Viewer, name: str) -> Topic | None:
    """One of them, by its name."""
    return next((topic for topic in topics_for(session, engine, viewer) if topic.name == name), None)


def _topic(name: str, deeds: list[Deed], said: PersonTopic | None) -> Topic:
    now = clock.now()
    grounds = [Ground(deed, WEIGHT[deed.act], faded(now - deed.at)) for deed in deeds]
    grounds.sort(key=lambda ground: (-ground.worth, ground.deed.entry_id))
    return Topic(name, sum(ground.worth for ground in grounds), grounds, said)


def _inferred(session: Session, engine: Engine, deeds: list[Deed], spoken_of: Collection[str]) -> dict[str, list[Deed]]:
    """Deeds by topic, one a matter, the weightiest topics first."""
    best = _best_of_each_matter(deeds)
    where = _own_departments(session, best)
    own = {tag_name(name) for name in where}
    named = tags_of(session, as_words({deed.matter_id for deed in best} | {deed.entry_id for deed in best}))
    tags = {entry_id: [name for name in names if name not in own] for entry_id, names in named.items()}
    found: dict[str, list[Deed]] = defaultdict(list)
    for deed in best:
        for name in {*tags.get(deed.matter_id, ()), *tags.get(deed.entry_id, ())}:
            found[name].append(deed)
    bare = [deed for deed in best if not tags.get(deed.matter_id) and not tags.get(deed.entry_id)]
    for name, more in _by_title(session, engine, bare, spoken_of, where).items():
        found[name] += more
    enough = {name: each for name, each in found.items() if len({deed.matter_id for deed in each}) >= LEAST_MATTERS}
    now = clock.now()
    worth = {name: sum(WEIGHT[deed.act] * faded(now - deed.at) for deed in each) for name, each in enough.items()}
    return {name: enough[name] for name in sorted(enough, key=lambda name: (-worth[name], name))}


DEPARTMENTS = select(Department.name).where(among(Department.id, "departments"))


def _own_departments(session: Session, deeds: Iterable[Deed]) -> list[str]:
    """The name of the person's department: where they work is no topic."""
    departments = {deed.department_id for deed in deeds if deed.department_id}
    found = rows(session, DEPARTMENTS, departments=as_words(departments)) if departments else []
    return [row.name for row in found]


def _best_of_each_matter(deeds: Iterable[Deed]) -> list[Deed]:
    best: dict[int, Deed] = {}
    for deed in deeds:
        known = best.get(deed.matter_id)
        if known is None or (WEIGHT[deed.act], deed.at) > (WEIGHT[known.act], known.at):
            best[deed.matter_id] = deed
    return list(best.values())


TEXTS = (
    select(Entry.id, Entry.title, Entry.language, func.substr(Entry.text, 1, 4000).label("text"))
    .select_from(Entry.__table__)
    .where(among(Entry.id, "entries"), LIVE, Entry.audience == literal_column("'everyone'"))
)


def _by_title(
    session: Session, engine: Engine, deeds: list[Deed], spoken_of: Collection[str], where: list[str]
) -> dict[str, list[Deed]]:
    """Deeds on what carries no tag, by the phrases of its title that tell it from everything else.

    The title says what it is about; what somebody writes again and again in the text may be a turn of phrase. The name
    of the person's own department (`where`) is taken out, and a word of it alone is no topic either.
    """
    found = rows(session, TEXTS, entries=as_words({deed.matter_id for deed in deeds})) if deeds else []
    matters = {
        row.id: said_in(without(row.title or row.text, where), row.language, engine.terms(f"entry:{row.id}"))
        for row in found
    }
    words = {(stem,) for name in where for stem in stems_of_topic(name)}
    return {
        name: [deed for deed in deeds if deed.matter_id in those]
        for name, those in by_phrase(matters, spoken_of).items()
        if stems_of_topic(name) not in words
    }


automatic(
    Automatic(
        name="topics-of-people",
        title=_l("Topics that Witan suggests for your profile"),
        does=_l(
            "Suggests up to %(most)s topics to you alone. Nobody else sees one before you accept it. You can hide "
            "each, or say “This is not me”: then it stays away until there is more, and you alone are asked again.",
            most=MOST_TOPICS,
        ),
        inputs=(
            _l("Your answers, pages and posts that all staff can read, and the topics that they carry."),
            _l(
                "Where they carry no topic but the name of your department: phrases that stand in the titles of at "
                "least %(least)s of them.",
                least=LEAST_WITH_PHRASE,
            ),
            _l("What you did: an accepted answer counts most, then one called useful, a page that you checked or own."),
            _l("Age: after %(days)s days it counts half.", days=HALF_LIFE.days),
        ),
        never=tuple(each.what for each in NEVER),
        owner=_l("You, for your own topics"),
        switch=_l("Hide or contest a topic, or leave them all alone: then nobody sees any."),
        address="/people/me/topics",
    )
)
