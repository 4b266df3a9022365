"""The stage on which the access matrix is played: who knocks, at which example of each address, with which form."""

import re
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from models.core import clock
from models.core.blobs import Blobs
from models.entries import drafts
from models.entries.curating import take_on
from models.entries.releasing import release
from models.entries.tagging import Tag
from models.entries.trashing import trash
from models.files.folders import make_folder
from models.files.receiving import receive_bytes
from models.files.storing import add_file, add_version
from models.forums.topic import Question, answer, ask, discuss
from models.messages.talking import begin, send
from models.microblog.holding import hold
from models.microblog.micropost import post
from models.microblog.poll import add_poll, check_poll, options_of
from models.moderation.deciding import decide_entry
from models.moderation.report import report
from models.notices.notice import Notice
from models.opportunities.offering import offer
from models.opportunities.opportunity import Facts, publish
from models.people.credential import set_password, start_reset
from models.people.person import Person, add_person
from models.people.photo import Cropped, set_photo
from models.people.skill import claim_skill
from models.people.source import learn, source_called
from models.people.statement import state
from models.policy.viewer import viewer_of
from models.search.acronyms import add_acronym, remove_acronym
from models.search.asked import asked_again
from models.search.gap import SearchGap, remove_gap
from models.search.gap import take_on as take_on_gap
from models.search.saved import remove_search, save_search
from models.search.synonyms import keep_synonyms
from models.spaces.joining import add_member, disable, take_out
from models.spaces.membership import JoinRequest
from models.wiki.comments.commenting import comment
from models.wiki.page import write_page
from models.wiki.procedures.confirming import Audience, issue
from models.wiki.requests.requesting import propose
from models.wiki.writing.templates import keep_template
from models.wiki.writing.translating import translate
from tests.architecture.knocking_forms import FORMS, TODAY
from tests.staging import SECRET, Visitor
from tests.world import PASSWORD, build

# Column letter -> username; the order is that of the table.
ROLES = {
    "N": None,
    "G": "gwen.guest",
    "O": "tomas.reyes",
    "E": "eve.left",
    "R": "rita.reads",
    "C": "ben.okafor",
    "U": "una.curates",
    "W": "aisha.khan",
    "K": "mei.wong",
    "M": "mo.moder",
    "A": "ada.admin",
    "D": "dan.gone",
}
# The desk is open, Mill hidden, the gate found by others but read by its members alone.
PLACES = ("desk", "mill", "gate")
SIGN_IN = re.compile(r"/sign-in(\?|$)")


@dataclass
class Places:
    """Ids of the people by username, and for each place an example of every parameter of an address."""

    people: dict[str, int]
    examples: dict[str, dict[str, Any]]
    reset: str


def build_places(session: Session, blobs: Blobs) -> Places:
    """The named world with one person for each role, and in both spaces the same things, all written by Mei."""
    world = build(session)
    aisha, mei = world.aisha, world.mei
    for username, name, role in (
        ("rita.reads", "Rita Reads", "reader"),
        ("una.curates", "Una Curates", "curator"),
        ("dan.gone", "Dan Gone", "owner"),
    ):
        add_member(session, world.desk, _colleague(session, username, name), role, aisha)
    eve, joan = _colleague(session, "eve.left", "Eve Left"), _colleague(session, "joan.asks", "Joan Asks")
    add_member(session, world.mill, eve, "contributor", mei)
    # Judges what K wrote in Mill; without another curator it would be handed to the moderators of the site.
    add_member(session, world.mill, _colleague(session, "ines.judges", "Ines Judges"), "curator", mei)
    take_out(session, world.mill, eve, mei)
    session.flush()
    disable(session, session.scalars(select(Person).where(Person.username == "dan.gone")).one(), None)
    examples = {place: _things(session, blobs, getattr(world, place), mei, joan) for place in PLACES}
    source = source_called(session, "organogram", world.transport.name)
    for person in session.scalars(select(Person)).all():
        learn(session, person, source, {"job_title": "Engineer"})
    shown = {
        "department_id": world.transport.id,
        "into_id": world.revenue.id,
        "person_id": world.ben.id,
        "field": "job_title",
        "answered": world.question.id,
    }
    examples["desk"] |= shown | {"username": "aisha.khan", "member": world.ben.id}
    examples["gate"]["username"] = "joan.asks"
    examples["mill"] |= shown | {"username": "gwen.guest", "member": world.gwen.id}
    for place, person in (("desk", aisha), ("mill", world.gwen)):
        examples[place] |= _of_person(session, person)
    people = {username: person_id for username, person_id in session.execute(select(Person.username, Person.id))}
    return Places(people, examples, start_reset(session, joan))


def _colleague(session: Session, username: str, name: str) -> Person:
    made = add_person(session, username, name, email=f"{username}@x.example")
    set_password(session, made, PASSWORD)
    return made


def _of_person(session: Session, person: Person) -> dict[str, Any]:
    """A skill, a statement and a photo of somebody's."""
    until = TODAY + timedelta(days=30)
    set_photo(session, person, Cropped(b"large", b"small"))
    said = state(session, person, "ask-about", "A matter", until)
    return {"skill_id": claim_skill(session, person, f"A skill of {person.name}"), "statement_id": said.id}


def _things(session: Session, blobs: Blobs, space: Any, by: Any, joan: Any) -> dict[str, Any]:
    page = write_page(session, by, space, f"Things of {space.slug}", "Text", tags=[f"in-{space.slug}"])
    take_on(session, session.scalars(select(Tag).where(Tag.name == f"in-{space.slug}")).one(), by)
    question: Question = ask(session, by, "A question", "Text", space=space)
    said = answer(question, by, "An answer")
    thrown = discuss(session, by, "Thrown away", "Text", space=space)
    trash(thrown, by)
    asks = JoinRequest(space_id=space.id, person_id=joan.id, created_at=clock.now())
    session.add(asks)
    found = report(session, said, by, "wrong", "A note")
    release(page, 1, by, "A release")
    return {
        "space_slug": space.slug,
        "slug": page.slug,
        "name": f"in-{space.slug}",
        "number": 1,
        "page": page.id,
        "topic": question.id,
        "answer": said.id,
        **_post(session, blobs, space, by),
        "opportunity": _opportunity(session, space, by),
        "trashed": thrown.id,
        "comment": comment(page, by, "A comment").id,
        "twin": translate(page, by, "fr", f"Choses de {space.slug}", "Texte").id,
        "request_id": asks.id,
        "change_id": _change(session, page, by).id,
        "confirmation_id": _round(session, page, joan if space.slug == "gate" else by).id,
        "report_id": found.id,
        "case_id": found.case_id,
        "decision_id": _decided(session, space, by).id,
        "template_id": keep_template(session, space, by, None, name="A template", body="Text").id,
        "draft_id": drafts.keep(session, by, drafts.place_of_edit(page), {"body": "A draft"}, entry_id=page.id).id,
        "file_id": _file(session, blobs, space, by),
        "folder_id": make_folder(session, space, by, "A folder").id,
        "notice_id": _notice(session, by, question),
        "member": by.id,
        **_words(session, space, by),
        **_searches(session, space, by),
        "filename": "css/witan.css",
        **_said(session, by, joan),
        "login_id": 1,
        "token": "made-up",
    }


def _words(session: Session, space: Any, by: Any) -> dict[str, int]:
    """What a curator said about words: an acronym, one that was taken out again, and words that mean the same."""
    gone = add_acronym(session, by, f"G{space.slug}", f"Gone from {space.slug}")
    remove_acronym(session, gone, by)
    return {
        "acronym_id": add_acronym(session, by, f"A{space.slug}", f"About {space.slug}").id,
        "gone_acronym_id": gone.id,
        "set_id": keep_synonyms(session, by, f"{space.slug}\nword of {space.slug}").id,
    }


def _searches(session: Session, space: Any, by: Any) -> dict[str, int]:
    """A search that the owner of all things keeps, and one that was removed again."""
    gone = save_search(session, by, asked_again(f"q=gone&space={space.slug}"), "Gone", tells=True)
    remove_search(session, gone)
    made = save_search(session, by, asked_again(f"q=kept&space={space.slug}"), "Kept", tells=True)
    return {"search_id": made.id, "gone_search_id": gone.id, **_gaps(session, space, by)}


def _gaps(session: Session, space: Any, by: Any) -> dict[str, int]:
    """What was searched in vain: taken on by the owner of all things, free, and put away."""
    taken, free, gone = (
        SearchGap(words=f"{word} {space.slug}", opened_at=clock.now()) for word in ("taken", "free", "gone")
    )
    session.add_all((taken, free, gone))
    session.flush()
    take_on_gap(session, taken, by)
    remove_gap(session, gone, by)
    return {"gap_id": taken.id, "free_gap_id": free.id, "gone_gap_id": gone.id}


def _opportunity(session: Session, space: Any, by: Any) -> int:
    """One that Ben offered to take part in."""
    facts = Facts("help", clock.now().date() + timedelta(days=9), remote=True)
    made = publish(session, by, "An opportunity", "Text", facts, space=space)
    offer(made, session.scalars(select(Person).where(Person.username == "ben.okafor")).one(), "I can")
    return made.id


def _decided(session: Session, space: Any, by: Any) -> Any:
    """A decision of the moderator, in Mill of its other curator, about something that the owner of all things wrote."""
    username = "ines.judges" if space.slug == "mill" else "mo.moder"
    judge = session.scalars(select(Person).where(Person.username == username)).one()
    return decide_entry(
        session, post(session, by, "A post too many", space=space), viewer_of(session, judge), "hide", "Off"
    )


def _said(session: Session, by: Any, joan: Any) -> dict[str, int]:
    """A group of the owner of all things, somebody who never knocks, and the reader of the desk."""
    rita = session.scalars(select(Person).where(Person.username == "rita.reads")).one()
    mei = viewer_of(session, by)
    group = begin(session, mei, [joan, rita])
    return {"conversation_id": group.id, "message_id": send(group, mei, "A message").id}


def _notice(session: Session, person: Any, about: Any) -> int:
    now = clock.now()
    made = Notice(
        person_id=person.id,
        reason="thread",
        thing_kind="entry",
        thing_id=about.id,
        entry_id=about.id,
        verb="wrote",
        subject_kind=about.kind,
        subject_id=about.id,
        act_id=0,
        first_at=now,
        last_at=now,
    )
    session.add(made)
    session.flush()
    return made.id


def _post(session: Session, blobs: Blobs, space: Any, by: Any) -> dict[str, Any]:
    """A post that holds a poll and a picture."""
    made = post(session, by, "A post", space=space)
    add_poll(session, made, check_poll(["One", "Two"], clock.now() + timedelta(days=9)))
    file = add_file(session, blobs, by, space, receive_bytes(blobs, b"A note", "held.txt"), page=made)
    hold(session, made, file, picture=True, size=6)
    return {"post": made.id, "option": options_of(session, made.id)[0].id}


def _file(session: Session, blobs: Blobs, space: Any, by: Any) -> int:
    """A file with two versions and a thumbnail."""
    file = add_file(session, blobs, by, space, receive_bytes(blobs, b"A note", "note.txt"))
    version = add_version(file, blobs, by, receive_bytes(blobs, b"Another note", "note.txt"))
    for size in ("small", "large"):
        blobs.derived(version.digest, f"{size}.webp").write_bytes(b"A picture")
    version.state = "read"
    return file.id


def _change(session: Session, page: Any, by: Any) -> Any:
    return propose(session, by, page, based_on=1, title=page.title, body="Another text", tags=[])


def _round(session: Session, page: Any, by: Any) -> Any:
    wanted = select(Person.id).where(Person.username.in_(["ben.okafor", "gwen.guest", "mei.wong"]))
    asked = Audience("people", people=frozenset(session.scalars(wanted)))
    return issue(session, by, page, asked, clock.now().date() + timedelta(days=9))


# Which thing an `entry_id` is, by what the address says.
ENTRIES = {"/pages/": "page", "/topics/": "topic", "/posts/": "post", "/trash/": "trashed", "trash": "trashed"}
ENTRIES |= {"/opportunities/": "opportunity"}
ENTRIES |= {"/comments/<": "comment", "/translation": "twin", "/answers/": "answer"}


def _other_states(shape: str, values: dict[str, Any]) -> dict[str, Any]:
    """What was taken away, for addresses that bring it back, and what nobody has taken on."""
    if shape.endswith("/restore"):
        return {each: values[f"gone_{each}"] for each in ("acronym_id", "search_id", "gap_id")}
    return {"gap_id": values["free_gap_id"]} if shape.endswith("/take") else {}


def address_of(shape: str, place: str, places: Places) -> str:
    """An example of the address; `place` is desk, mill or - where it does not matter."""
    values = dict(places.examples["desk" if place == "-" else place])
    values["entry_id"] = values["topic"]
    for part, thing in ENTRIES.items():
        if part in shape and not shape.endswith("/trash"):
            values["entry_id"] = values[thing]
    if shape.endswith(("/purge", "/untrash")):
        values["entry_id"] = values["trashed"]
    if shape.startswith("/files/"):
        values["name"] = "note.txt"
    values |= _other_states(shape, values)
    if shape.startswith("/sign-up/"):
        values["token"] = URLSafeTimedSerializer(SECRET, salt="sign-up").dumps("new@x.example")
    if shape.startswith("/password/reset/"):
        values["token"] = places.reset
    return re.sub(r"<(\w+)>", lambda found: str(values[found[1]]), shape)


def shape_of(rule: Rule) -> str:
    """The address as the table writes it, without converters."""
    return re.sub(r"<\w+:", "<", rule.rule)


def listed_in(app: Flask) -> set[tuple[str, str]]:
    """(method, address) of everything that the application answers; HEAD and OPTIONS follow GET."""
    return {
        (method, shape_of(rule))
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


# Addresses that take a file, which the other fields go with.
UPLOADS = {"/s/<space_slug>/files", "/files/<file_id>/-/version"}


def form_of(shape: str, place: str, places: Places) -> dict[str, Any]:
    values = places.examples["desk" if place == "-" else place]
    filled = FORMS.get(shape, {})
    form: dict[str, Any] = {
        key: re.sub(r"<(\w+)>", lambda found: str(values[found[1]]), text) for key, text in filled.items()
    }
    return form | ({"file": (BytesIO(b"A text"), "a.txt")} if shape in UPLOADS else {})


def letter(answer: TestResponse) -> str:
    """The answer as one letter of the table."""
    status = answer.status_code
    if status == 401 or (300 <= status < 400 and answer.request.path != "/sign-out" and _to_sign_in(answer)):
        return "s"
    if 300 <= status < 400:
        return ">"
    return {200: ".", 403: "x", 404: "-", 409: "c", 422: "?", 400: "b"}.get(status, f"({status})")


def _to_sign_in(answer: TestResponse) -> bool:
    return SIGN_IN.search(answer.headers.get("Location", "")) is not None and "next=" in answer.headers["Location"]


def knock(visitor: Visitor, method: str, shape: str, place: str, places: Places) -> TestResponse:
    data = form_of(shape, place, places) if method == "POST" else None
    return visitor.ask(method, address_of(shape, place, places), data)


OF_A_SPACE = {"<space_slug>"}
OF_A_THING = {
    "<entry_id>", "<slug>", "<name>", "<username>", "<file_id>", "<folder_id>", "<draft_id>", "<request_id>",
    "<report_id>",
}  # fmt: skip
OF_A_THING |= {"<change_id>", "<confirmation_id>", "<case_id>", "<decision_id>"}
IN_THE_FORM = {"/ask", "/discuss", "/posts", "/opportunities/new"}


def places_of(method: str, shape: str) -> tuple[str, ...]:
    """Where the address is tried: in each space that it can lead to, or once where the space does not matter."""
    named = set(re.findall(r"<\w+>", shape))
    if named & OF_A_SPACE:
        return PLACES
    return PLACES[:2] if named & OF_A_THING or (method == "POST" and shape in IN_THE_FORM) else ("-",)


def line(method: str, shape: str, place: str, letters: str) -> str:
    """A line of the table."""
    grouped = " ".join((letters[:2], letters[2:4], letters[4:8], letters[8:9], letters[9:11], letters[11:]))
    return f"{method:4} {shape:44} {place:4}  {grouped}"
