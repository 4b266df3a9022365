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
from models.moderation.report import report
from models.notices.notice import Notice
from models.people.credential import set_password, start_reset
from models.people.person import Person, add_person
from models.policy.viewer import viewer_of
from models.spaces.joining import add_member, disable, take_out
from models.spaces.membership import JoinRequest
from models.wiki.comments.commenting import comment
from models.wiki.page import write_page
from models.wiki.procedures.confirming import Audience, issue
from models.wiki.requests.requesting import propose
from models.wiki.writing.templates import keep_template
from models.wiki.writing.translating import translate
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
    take_out(session, world.mill, eve, mei)
    session.flush()
    disable(session, session.scalars(select(Person).where(Person.username == "dan.gone")).one(), None)
    examples = {place: _things(session, blobs, getattr(world, place), mei, joan) for place in PLACES}
    shown = {"department_id": world.transport.id, "person_id": world.ben.id}
    examples["desk"] |= shown | {"username": "aisha.khan", "member": world.ben.id}
    examples["mill"] |= shown | {"username": "gwen.guest", "member": world.gwen.id}
    people = {username: person_id for username, person_id in session.execute(select(Person.username, Person.id))}
    return Places(people, examples, start_reset(session, joan))


def _colleague(session: Session, username: str, name: str) -> Person:
    made = add_person(session, username, name, email=f"{username}@x.example")
    set_password(session, made, PASSWORD)
    return made


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
        "trashed": thrown.id,
        "comment": comment(page, by, "A comment").id,
        "twin": translate(page, by, "fr", f"Choses de {space.slug}", "Texte").id,
        "request_id": asks.id,
        "change_id": _change(session, page, by).id,
        "confirmation_id": _round(session, page, joan if space.slug == "gate" else by).id,
        "report_id": found.id,
        "template_id": keep_template(session, space, by, None, name="A template", body="Text").id,
        "draft_id": drafts.keep(session, by, drafts.place_of_edit(page), {"body": "A draft"}, entry_id=page.id).id,
        "file_id": _file(session, blobs, space, by),
        "folder_id": make_folder(session, space, by, "A folder").id,
        "notice_id": _notice(session, by, question),
        "member": by.id,
        "filename": "css/witan.css",
        **_said(session, by, joan),
        "login_id": 1,
        "token": "made-up",
    }


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
ENTRIES |= {"/comments/<": "comment", "/translation": "twin", "/answers/": "answer"}


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


TODAY = clock.now().date()
CURRENT = {"current": PASSWORD}
TEXT = {"title": "Another title", "body": "Another text", "based_on": "1"}
ABOUT = {"name": "A name", "openness": "open"}
# What a plausible browser would send; words in angle brackets are taken from the examples of the place.
FORMS: dict[str, dict[str, str]] = {
    "/account/email": CURRENT | {"email": "another@x.example"},
    "/account/password": CURRENT | {"password": "a much longer secret"},
    "/language": {"locale": "en_GB"},
    "/admin/departments/<department_id>": {"name": "A department"},
    "/admin/departments/new": {"name": "A department"},
    "/admin/people/<person_id>": {"name": "A name"},
    "/admin/people/new": {"name": "A name", "username": "a.name"},
    "/ask": TEXT | {"space": "<space_slug>"},
    "/discuss": TEXT | {"space": "<space_slug>"},
    "/comments/<entry_id>/answer": {"body": "An answer"},
    "/e/<entry_id>/draft": TEXT,
    "/change-requests/<change_id>/comments": {"text": "A remark"},
    "/change-requests/<change_id>/edit": TEXT,
    "/change-requests/<change_id>/review": {"verdict": "approved", "number": "1"},
    "/confirmations/<confirmation_id>/signature": {"number": "1"},
    "/e/<entry_id>/edit": TEXT,
    "/e/<entry_id>/editing": {"based_on": "1"},
    "/e/<entry_id>/report": {"reason": "wrong"},
    "/e/<entry_id>/restore": {"number": "1"},
    "/e/<entry_id>/tags": {"tags": "another"},
    "/pages/<entry_id>/comments": {"body": "A comment"},
    "/files/<file_id>/-/back": {"number": "1"},
    "/files/<file_id>/-/edit": {"name": "another.txt"},
    "/files/<file_id>/-/place": {"to": "<folder_id>"},
    "/pages/<entry_id>/approval": {"needed": "1", "who": "curator"},
    "/pages/<entry_id>/confirm": {"audience": "space", "due_on": str(TODAY + timedelta(days=9))},
    "/pages/<entry_id>/edit": TEXT,
    "/pages/<entry_id>/owner": {"owner": "role:curator", "review": "12"},
    "/pages/<entry_id>/release": {"number": "1", "label": "A release"},
    "/pages/<entry_id>/procedure": {"effective_on": str(TODAY + timedelta(days=9))},
    "/pages/<entry_id>/watch": {"what": "branch"},
    "/pages/<entry_id>/rename": {"title": "Another title"},
    "/pages/<entry_id>/status": {"status": "official"},
    "/pages/<entry_id>/readers": {"readers": ""},
    "/pages/<entry_id>/translate": TEXT | {"language": "cy"},
    "/pages/<entry_id>/translation": {"original": "Things of <space_slug>"},
    "/pages/<entry_id>/translation/checked": {"number": "1"},
    "/messages/new": {"to": "mei.wong", "body": "A message"},
    "/messages/<conversation_id>": {"body": "A message"},
    "/messages/<conversation_id>/<message_id>/edit": {"body": "Another message"},
    "/messages/<conversation_id>/<message_id>/report": {"reason": "rude"},
    "/messages/<conversation_id>/name": {"title": "A name"},
    "/messages/<conversation_id>/people": {"add": "ben.okafor"},
    "/password/forgotten": {"username": "ben.okafor"},
    "/password/reset/<token>": {"password": "a much longer secret"},
    "/people/me/edit": {"name": "A name"},
    "/posts": {"text": "A post", "to": "space:<space_slug>"},
    "/posts/<entry_id>/reply": {"text": "A reply"},
    "/posts/<entry_id>/picture": {"alt": "What it shows"},
    "/posts/<entry_id>/poll": {"options": "Three\nFour", "ends": str(TODAY + timedelta(days=9))},
    "/posts/<entry_id>/vote": {"option": "<option>"},
    "/tags/<name>/curate": {"do": "define", "body": "What it means"},
    "/admin/topics/<name>": {"do": "name", "username": "ben.okafor"},
    "/tags/<name>/curators": {"do": "name", "username": "ben.okafor"},
    "/e/<entry_id>/share": {"text": "Worth reading", "to": "space:<space_slug>"},
    "/preview": {"text": "Text"},
    "/s/<space_slug>/desk/searches": {"words": "parental leave"},
    "/s/<space_slug>/files/<folder_id>/change": {"name": "Another folder"},
    "/s/<space_slug>/files/chosen": {"file": "<file_id>", "do": "trash"},
    "/s/<space_slug>/files/folder": {"name": "One more folder"},
    "/s/<space_slug>/files/limits": {"largest": "5"},
    "/s/<space_slug>/approval": {"needed": "1", "who": "curator"},
    "/s/<space_slug>/members/add": {"username": "joan.asks", "role": "reader"},
    "/s/<space_slug>/members/remove": {"person": "<member>"},
    "/s/<space_slug>/members/role": {"person": "<member>", "role": "reader"},
    "/s/<space_slug>/members/share": {"department": "1"},
    "/s/<space_slug>/members/unshare": {"department": "1"},
    "/s/<space_slug>/openness": {
        "openness": "invite", "closed_reason": "legal", "review_on": str(TODAY + timedelta(days=30)),
    },
    "/s/<space_slug>/owners": {"which": "all", "owner": "role:curator", "review": "12"},
    "/s/<space_slug>/owners/new-pages": {"new_owner": "role:curator", "new_review": "12"},
    "/s/<space_slug>/requests/<request_id>": {"grant": "1"},
    "/s/<space_slug>/settings": {"name": "A name"},
    "/s/<space_slug>/wiki/draft": TEXT,
    "/s/<space_slug>/templates/new": {"name": "A template", "body": "Text"},
    "/s/<space_slug>/templates/<template_id>": {"name": "A template", "body": "Text"},
    "/s/<space_slug>/templates/usual": {"template": "meeting"},
    "/s/<space_slug>/wiki/new": TEXT | {"parent": "0"},
    "/sign-in": {"username": "ben.okafor", "password": PASSWORD},
    "/sign-up": {"email": "new@x.example"},
    "/sign-up/<token>": {"name": "New", "username": "new.one", "password": "a much longer secret"},
    "/spaces/new": ABOUT | {"slug": "new-space"},
    "/answers/<entry_id>/vote": {"word": "useful"},
    "/s/<space_slug>/forum/experts": {"username": "ben.okafor"},
    "/s/<space_slug>/forum/settings": {"answer_within": "3"},
    "/topics/<entry_id>/invite": {"username": "<username>"},
    "/topics/<entry_id>/solved": {"word": "not-yet"},
    "/topics/<entry_id>/acceptance": {"answer": "<answer>"},
    "/topics/<entry_id>/answer": {"body": "An answer"},
    "/topics/<entry_id>/merge": {"into": "<answer>"},
    "/topics/<entry_id>/move": {"place": "<space_slug>"},
    "/topics/<entry_id>/split": {"title": "Another title", "post": "<answer>", "kind": "discussion"},
    "/topics/<entry_id>/unmerge": {"source": "<answer>"},
    "/e/<entry_id>/history/<number>/hide": {"reason": "A private number"},
    "/topics/<entry_id>/read": {"to": "<answer>"},
    "/topics/<entry_id>/unread": {"from": "<answer>"},
    "/topics/<entry_id>/reply": {"body": "A remark", "to": "<answer>"},
}  # fmt: skip


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
OF_A_THING |= {"<change_id>", "<confirmation_id>"}
IN_THE_FORM = {"/ask", "/discuss", "/posts"}


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
