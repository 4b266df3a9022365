"""A world with secrets: every field that some may not see holds a word of its own, which stands nowhere else.

The secrets: a hidden space (the vault), a hidden space that is archived, and entries of the open desk that only one
department or one person may read. All secret texts also hold the plain word "harvest" to search for.
"""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.core import clock
from models.core.blobs import Blobs
from models.entries import drafts, presence
from models.entries.drawing import redraw
from models.entries.editing import edit
from models.entries.following import bookmark, follow
from models.entries.reacting import react
from models.entries.releasing import release
from models.entries.tagging import Tag
from models.entries.trashing import trash
from models.files.downloads import note_download
from models.files.extracting import Extract
from models.files.file import File, Folder
from models.files.folders import make_folder
from models.files.keeping import note_extract
from models.files.locking import lock
from models.files.receiving import receive_bytes
from models.files.storing import add_file, add_version, attach
from models.forums.answering import close, pin
from models.forums.category import add_category
from models.forums.topic import answer, ask, discuss, reply
from models.messages.groups import leave
from models.messages.groups import name as name_group
from models.messages.reporting import report_message
from models.messages.talking import begin, send
from models.microblog.micropost import post, reply_to_post
from models.moderation.report import report
from models.people.department import Department, found_department
from models.people.person import Person, add_person
from models.people.profile import describe
from models.people.source import learn, source_called, use_own
from models.policy.viewer import viewer_of
from models.search.missed import MissedSearch
from models.search.noting import Uncounted
from models.spaces.joining import add_member, disable, found_space, share, take_out
from models.spaces.keeping import archive
from models.spaces.membership import JoinRequest
from models.wiki.comments.commenting import Chosen, answer_comment, comment, resolve_comment
from models.wiki.page import Page, write_page
from models.wiki.requests.request import ChangeRequest
from models.wiki.structure.choices import make_home
from models.wiki.writing.templates import keep_template
from models.wiki.writing.translating import translate
from tests.leaks.arranged import arranged
from tests.leaks.planting_answers import answered_by, became_pages
from tests.leaks.planting_decisions import plant_decisions
from tests.leaks.planting_opportunities import plant_opportunities
from tests.leaks.planting_pages import plant_branch
from tests.leaks.planting_posts import plant_held, plant_shares
from tests.leaks.planting_profiles import plant_profiles
from tests.leaks.planting_requests import plant_change, plant_round
from tests.leaks.planting_topics import plant_said, plant_topics
from tests.leaks.planting_words import plant_best, plant_gaps, plant_saved, plant_twins
from tests.world import World, build

# Rare enough never to come about in a token, and tokens are not looked at.
MARK = "zqv"
SECRET = re.compile(rf"{MARK}[a-z]{{3,}}", re.IGNORECASE)
PLAIN = "harvest"
NAMED = "@tomas.reyes @eve.left @ada.admin @mo.moder @aisha.khan @greta.guest @dan.gone"
PICTURE = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


@dataclass
class Planted:
    """Ids of people by username; values of secret things by the parameter of the address that they stand in."""

    people: dict[str, int]
    words: set[str]
    secret: dict[str, list[Any]] = field(default_factory=dict)
    public: dict[str, list[Any]] = field(default_factory=dict)


class Words:
    """Makes canary words and remembers them. Another `mark` makes another world of the same shape."""

    def __init__(self, mark: str = MARK, more: str = "") -> None:
        self.mark, self.more, self.made = mark, more, set[str]()

    def __call__(self, name: str) -> str:
        assert name.isalpha() and len(name) >= 3, name
        word = f"{self.mark}{name}"
        self.made.add(word)
        return word

    def short(self, name: str) -> str:
        return self.text(name)[:400]

    def text(self, name: str) -> str:
        """A secret text: the canary, the plain word, the names of people who may not read it."""
        return f"{self(name)} {PLAIN} {NAMED} {self.more}"


def plant(session: Session, blobs: Blobs, words: Words | None = None) -> Planted:
    """Write the world with its secrets into an empty database."""
    words = words or Words()
    world = build(session, passwords=False)
    people = _people(session, world, words)
    public = _public(session, blobs, world)
    vault = _vault(session, world, people, words)
    things = _things(session, blobs, vault, world, people, words)
    narrow = _narrowed(session, world, people, words)
    public["entry_id"] += plant_shares(session, world, [things[0], narrow[0]])
    text = words.text("narrowfiletext").encode()
    attach(session, blobs, narrow[0], world.aisha, words("narrowfile") + ".txt", text)
    tagwords = plant_topics(session, world.mei, things[0], words)
    plant_best(session, world.mei, things[0], words, PLAIN)
    public["gap_id"] = plant_gaps(session, world.mei, [things[0], *narrow])
    _cared_for(session, world, people, [*things, *narrow], words)
    _other_spaces(session, world, words)
    parted, kept_secret = arranged(session, world, vault, words)
    public["entry_id"].append(parted)
    secret_decided, known_decided = plant_decisions(session, world, vault, people, words)
    public["entry_id"] += known_decided.pop("entry_id")
    public |= known_decided
    secret_said, known_said = plant_profiles(session, world, people, words)
    public |= known_said
    plant_said(session, world, people, [things[0], *narrow], words)
    offered, open_to_all = plant_opportunities(session, world.mei, vault, people, words)
    things, public["entry_id"] = [*things, *offered], [*public["entry_id"], *open_to_all]
    _lose_rights(session, vault, people, things)
    slugs = [each.slug for each in things if each.kind == "page"]
    entries = [*(each.id for each in things), *(each.id for each in narrow), *kept_secret]
    secret = {
        "entry_id": entries,
        "slug": [*slugs, words("oldtitle"), *(each.slug for each in narrow if each.kind == "page")],
        "space_slug": [vault.slug, words("asidespace")],
        "name": [words("pagetag"), words("questiontag"), words("posttag"), words("narrowtag"), *tagwords],
        "username": [words("guestuser")],
        "file_id": [each.id for each in session.scalars(select(File)) if each.id not in public["file_id"]],
        "request_id": [1],
        "change_id": [
            plant_change(session, world, people, things[1], words),
            *session.scalars(select(ChangeRequest.id).where(ChangeRequest.readers != "")),
        ],
        "confirmation_id": [plant_round(session, world, people, things[0], words)],
        "report_id": [1],
        **secret_decided,
        **secret_said,
        "template_id": [1],
        "acronym_id": [1],
        "set_id": [1],
        "search_id": [plant_saved(session, world.mei, words)],
        "folder_id": [each.id for each in session.scalars(select(Folder)) if each.id not in public["folder_id"]],
        "person_id": [people["guest"].id],
        "number": [1, 2],
        **_messages(session, world, people, words),
        "draft_id": _drafts(session, world, people, things[0], vault, words),
    }
    ids = {username: person_id for username, person_id in session.execute(select(Person.username, Person.id))}
    # The strangers type the secret words themselves, one after the other: that must not make gaps of them.
    session.add_all(Uncounted(person_id=person_id, since=clock.now()) for person_id in ids.values())
    return Planted(ids, words.made, secret, public)


def _messages(session: Session, world: World, people: dict[str, Person], words: Words) -> dict[str, list[Any]]:
    """What two say to each other, and what a group said before and after somebody left it."""
    mei, joan, eve = (viewer_of(session, each) for each in (world.mei, people["joan"], people["eve"]))
    two = begin(session, mei, [people["joan"]])
    said = [send(two, joan, words.text("messagebody")), send(two, mei, words.text("messageanswer"))]
    group = begin(session, mei, [people["joan"], people["eve"]])
    said.append(send(group, eve, words.text("groupmessage")))
    leave(group, eve)
    name_group(group, mei, words("groupname"))
    report_message(session, said[1], joan, "rude", with_before=True)
    return {"conversation_id": [two.id, group.id], "message_id": [each.id for each in said]}


def _people(session: Session, world: World, words: Words) -> dict[str, Person]:
    bridges = found_department(session, "Bridges unit", world.roads)
    made = {
        "eve": add_person(session, "eve.left", "Eve Left"),
        "dan": add_person(session, "dan.gone", "Dan Gone"),
        "joan": add_person(session, "joan.asks", "Joan Asks"),
        "rhea": add_person(session, "rhea.stays", "Rhea Stays"),
        "bridget": add_person(session, "bridget.low", "Bridget Low", department_id=bridges.id),
        "greta": add_person(session, "greta.guest", "Greta Guest", is_guest=True),
        "guest": add_person(session, words("guestuser"), words("guestname").title(), is_guest=True),
    }
    describe(session, made["guest"], job_title=words("guestjob"), about=words("guestabout"), place=words("guestplace"))
    add_member(session, world.gate, made["greta"], "reader", world.mei)
    # What a list says of somebody who uses their own words is theirs alone.
    source = source_called(session, "list", "Staff list")
    learn(session, world.mei, source, {"job_title": words("refusedjob")})
    session.flush()
    use_own(session, world.mei, "job_title", "Archivist")
    return made


def _public(session: Session, blobs: Blobs, world: World) -> dict[str, list[Any]]:
    """Things that all staff may read, for doors behind which secrets could shine through."""
    note = attach(session, blobs, world.publishing, world.aisha, "note.txt", b"A note")
    folder = make_folder(session, world.desk, world.aisha, "Templates")
    shown = add_file(
        session, blobs, world.aisha, world.desk, receive_bytes(blobs, b"A letter", "letter.txt"), folder=folder
    )
    return {
        "entry_id": [world.publishing.id, world.question.id, world.answer.id, world.note.id],
        "slug": ["publishing", "start-here", "parts"],
        "space_slug": ["desk", "gate"],
        "name": ["web", "note.txt"],
        "username": ["mei.wong", "eve.left", "bridget.low", "aisha.khan", "rhea.stays"],
        "department_id": [world.transport.id, world.roads.id, world.revenue.id],
        "person_id": [world.mei.id],
        "file_id": [note.id, shown.id],
        "folder_id": [folder.id],
        "login_id": [1],
        "token": ["made-up"],
        "filename": ["css/site.css"],
    }


def _vault(session: Session, world: World, people: dict[str, Person], words: Words) -> Any:
    review = (clock.now() + timedelta(days=10)).date()
    vault = found_space(
        session, world.mei, words("spaceslug"), words("spacename").title(), openness="hidden", reason="commercial",
        review_on=review, description=words.short("spacedescription"), welcome=words.text("spacewelcome"),
        department_id=world.transport.id,
    )  # fmt: skip
    for name in ("eve", "dan", "guest", "rhea"):
        add_member(session, vault, people[name], "contributor", world.mei)
    share(session, vault, session.get_one(Department, people["bridget"].department_id), world.mei)
    message = words("joinmessage")
    session.add(JoinRequest(space_id=vault.id, person_id=people["joan"].id, message=message, created_at=clock.now()))
    return vault


def _things(
    session: Session, blobs: Blobs, vault: Any, world: World, people: dict[str, Person], words: Words
) -> list[Any]:
    """Entries of every kind and state in the hidden space."""
    mei, eve, guest = world.mei, people["eve"], people["guest"]
    body = f"## {words('heading')}\n\n{words.text('pagebody')} [[desk:Publishing]] [[{words('wantedpage')}]]\n\n"
    page = write_page(session, mei, vault, words("oldtitle"), words.text("oldbody"), tags=["web", words("pagetag")])
    said_of = _comments(session, page, world, people, words)
    page.revise(by=mei, based_on=1, title=words("pagetitle"), body=body, summary=words("pagesummary"))
    attach(session, blobs, page, mei, words("filename") + ".png", PICTURE + words("filebody").encode())
    redraw(page)
    child = write_page(session, eve, vault, words("childtitle"), words.text("childbody"), parent=page)
    edit(child, by=eve, based_on=1, body=words.text("childworking"), silent=True)
    release(child, 1, mei, words("releaselabel"))
    question = ask(
        session,
        eve,
        words("questiontitle"),
        words.text("questionbody"),
        space=vault,
        tags=["web", words("questiontag")],
    )
    pin(question, mei)
    said = answer(question, guest, f"{words.text('answerbody')} /e/{world.publishing.id}")
    remark = reply(said, question, mei, words.text("remarkbody"))
    became_pages(session, mei, (said, world.publishing), (world.answer, page))
    talk = discuss(session, mei, words("discussiontitle"), words.text("discussionbody"), space=vault)
    talked = reply(talk, talk, people["rhea"], words.text("replybody"))
    part = add_category(session, vault, mei, words("category"), description=words("categoryabout"), readers="curators")
    ask(session, mei, words("parttitle"), words.text("partbody"), space=vault, category=part, tags=[words("parttag")])
    close(talk, mei, words("closereason"))
    short = post(session, mei, f"{words.short('postbody')} #{words('posttag')} #winter", space=vault)
    below = reply_to_post(short, short, guest, words.short("postreply"))
    plant_held(session, blobs, short, vault, mei, words)
    thrown = write_page(session, mei, vault, words("trashedtitle"), words.text("trashedbody"))
    attach(session, blobs, thrown, mei, words("trashedfile") + ".png", PICTURE)
    trash(thrown, mei, words("trashreason"))
    unanswered = ask(session, mei, words("unansweredtitle"), words.text("unansweredbody"), space=vault)
    answered_by(session, vault, mei, guest, unanswered, words("experttopic"))
    report(session, said, people["rhea"], "wrong", words("reportnote"))
    kept = ("name", "about", "title", "body", "tags")
    keep_template(session, vault, mei, None, **{name: words(f"template{name}") for name in kept})
    make_home(page, mei)
    file = _file(session, blobs, vault, mei, words)
    french = translate(page, mei, "fr", words("frenchtitle"), words.text("frenchbody"))
    session.flush()
    said_of.append(comment(french, guest, words.text("frenchcomment"), chosen=Chosen(words("frenchbody"))))
    return [page, child, question, said, remark, talk, talked, short, below, thrown, unanswered, french, *said_of, file]


def _comments(session: Session, page: Page, world: World, people: dict[str, Person], words: Words) -> list[Any]:
    """On the page, on a passage that goes with the next text, resolved, answered."""
    mei, guest = world.mei, people["guest"]
    on_page = comment(page, guest, words.text("commentbody"))
    on_passage = comment(page, mei, words.text("passagebody"), chosen=Chosen(words("oldbody")))
    answered = answer_comment(on_page, page, mei, words.text("commentanswer"))
    resolve_comment(on_passage, mei)
    return [on_page, on_passage, answered]


def _drafts(
    session: Session, world: World, people: dict[str, Person], page: Any, vault: Any, words: Words
) -> list[int]:
    """What Mei has not saved yet; and what somebody typed who may not read the page any more."""
    fields = {"title": words("drafttitle"), "body": words.text("draftbody")}
    of_page = drafts.keep(session, world.mei, drafts.place_of_edit(page), fields, entry_id=page.id, based_on=1)
    fields = {"title": words("newdrafttitle"), "body": words.text("newdraftbody")}
    of_new = drafts.keep(session, world.mei, drafts.place_of_new_page(vault), fields, space_id=vault.id)
    asking = drafts.keep(session, world.mei, drafts.place_of_new_topic("question"), fields | {"space": vault.slug})
    drafts.keep(session, people["eve"], drafts.place_of_edit(page), {"body": "Mine"}, entry_id=page.id)
    drafts.keep(session, people["eve"], drafts.place_of_new_page(vault), {"body": "Mine"}, space_id=vault.id)
    presence.appear(session, world.mei, page)
    return [of_page.id, of_new.id, asking.id]


def _file(session: Session, blobs: Blobs, vault: Any, mei: Person, words: Words) -> File:
    """A file with everything that a file can say: folder, description, notes, a lock, its text, who had it."""
    folder = make_folder(session, vault, mei, words("foldername"))
    received = receive_bytes(blobs, words.text("firsttext").encode(), words("firstfile") + ".txt")
    described = words.text("filedescription")
    file = add_file(session, blobs, mei, vault, received, folder=folder, description=described, tags=["web"])
    received = receive_bytes(blobs, words.text("secondtext").encode(), words("secondfile") + ".txt")
    add_version(file, blobs, mei, received, words("versionnote"))
    note_extract(session, file.id, 2, Extract("read", words.text("filetext")))
    lock(file, mei, words("locknote"))
    note_download(session, mei.id, file.id, 2)
    return file


def _narrowed(session: Session, world: World, people: dict[str, Person], words: Words) -> list[Any]:
    """Entries of the open desk and of no space that only a department or a person may read."""
    unit = f"department:{people['bridget'].department_id}"
    page = write_page(
        session, world.aisha, world.desk, words("narrowtitle"), words.text("narrowbody"), tags=[words("narrowtag")],
        audience=unit,
    )  # fmt: skip
    page.author_id = people["bridget"].id
    # Innocent names for what a page of everybody shows parts of: only the reader's right decides.
    part = write_page(session, world.aisha, world.desk, "Rota of the unit", words.text("partbody"), audience=unit)
    wanted = (
        "{{include: Rota of the unit}}",
        "{{excerpt: Rota of the unit}}",
        "{{include: desk:Rota of the unit#Top}}",
    )
    write_page(session, world.aisha, world.desk, "Parts", "\n\n".join(wanted))
    session.flush()
    remark = comment(page, people["bridget"], words.text("narrowcomment"))
    twin = translate(world.publishing, world.mei, "fr", words("twintitle"), words.text("twinbody"), audience=unit)
    said = post(session, people["bridget"], words.short("unitpost"), audience=unit)
    own = discuss(
        session,
        world.mei,
        words("owntitle"),
        words.text("ownbody"),
        space=world.desk,
        audience=f"person:{world.mei.id}",
    )
    edit(own, by=world.mei, based_on=1, body=words.text("ownbodytwo"), summary=words("ownsummary"))
    return [page, part, said, own, remark, twin, *plant_branch(session, world, people, unit, words)]


def _cared_for(session: Session, world: World, people: dict[str, Person], secret: list[Any], words: Words) -> None:
    """Owners with secret names, secret pages that are overdue or take the place of open ones, searches in vain."""
    pages = [each for each in secret if each.kind == "page" and each.state == "live"]
    today = clock.now().date()
    for number, page in enumerate(pages):
        page.owner_person_id, page.owner_told_by_id = people["guest"].id, people["rhea"].id
        page.review_on, page.review = today - timedelta(days=number + 1), "overdue"
    world.start.status, world.start.replaced_by_id = "outdated", pages[0].id
    plant_twins(session, world, pages, words)
    found = {"day": today, "people": "one two three four"}
    session.add(MissedSearch(space_id=pages[0].space_id, words=words("missedwords"), **found))


def _other_spaces(session: Session, world: World, words: Words) -> None:
    """A hidden space that was put aside."""
    review = (clock.now() + timedelta(days=10)).date()
    aside = found_space(
        session, world.mei, words("asidespace"), words("asidename").title(), openness="hidden", reason="legal",
        review_on=review,
    )  # fmt: skip
    write_page(session, world.mei, aside, words("asidetitle"), words.text("asidebody"))
    archive(session, aside, world.mei)


def _lose_rights(session: Session, vault: Any, people: dict[str, Person], things: list[Any]) -> None:
    """Eve bookmarks, follows and thanks for everything and leaves; Dan's account is closed."""
    for name in ("eve", "dan"):
        for each in things:
            bookmark(session, people[name], each)
            follow(session, people[name], each)
        react(session, things[0], people[name], "useful")
        follow(session, people[name], vault)
        follow(session, people[name], people["guest"])
        for tag in session.scalars(select(Tag)):
            follow(session, people[name], tag)
    take_out(session, vault, people["eve"], people["rhea"])
    disable(session, people["dan"], None)
