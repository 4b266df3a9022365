"""What the demo lacks for looking at every state: very long titles, a newcomer, a full desk, trash, reports, requests.

Written beside the demo before it is served. `Places` names what the tests open.
"""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.core import clock, migrating
from models.core.blobs import Blobs
from models.core.db import Database
from models.core.settings import Settings
from models.entries import drafts
from models.entries.editing import edit
from models.entries.entry import Entry
from models.entries.presence import Presence
from models.entries.releasing import release
from models.entries.trashing import trash
from models.files.downloads import note_download
from models.files.extracting import Extract
from models.files.file import File, Folder
from models.files.folders import make_folder
from models.files.keeping import note_extract
from models.files.locking import lock
from models.files.receiving import receive_bytes
from models.files.storing import add_file, add_version
from models.forums.topic import ask
from models.loading import load_all
from models.messages.conversation import Conversation
from models.messages.talking import begin, send
from models.microblog.micropost import post
from models.moderation.report import report
from models.people.credential import set_password
from models.people.person import Person, add_person
from models.policy.viewer import viewer_of
from models.spaces.joining import add_member, ask_to_join, disable, found_space
from models.spaces.space import Space
from models.transfer.demo_world import PASSWORD, load_demo
from models.wiki.page import Page, write_page
from tests.journeys.approved import Approved
from tests.journeys.arranged import write_arranged
from tests.journeys.charted import write_charted
from tests.journeys.curated import write_curated
from tests.journeys.decided import write_decided
from tests.journeys.on_offer import write_on_offer
from tests.journeys.searched import write_searched
from tests.journeys.talked import write_talked
from tests.journeys.twinned import write_twinned
from tests.models.files.material import docx, pdf, picture, xlsx

# Holds the long and the many, so that they stand in nobody else's way.
ROOM = "very-full"
LONG = (
    "Minutes of the working group on the harmonisation of accessibility statements for internal and external services "
    "including Rechtsschutzversicherungsgesellschaften"
)
# Everything that a page can hold, in the space of the long and the many.
RICH = """Read the short version first.

[TOC]

# Callouts

> [!NOTE]
> Offices open at eight.

> [!TIP]
> Bring a **torch**.
>
> > [!IMPORTANT]
> > And a spare one.

> [!WARNING]
> The floor is wet.

> [!CAUTION]
> Never alone.

# Tasks and notes

- [x] Ask the desk[^1]
- [ ] Write it down
    - [ ] in the log

[^1]: By phone.

## Figures of the year

| Place | Visits | Remarks |
|---|--:|---|
| Marrow bridge | 12 | both sides, in rain |
| Highfell pass | 3 | closed from December on |

# Parts

{{include: digital-service-desk:Request a short web address}}

{{excerpt: winter-roads:Grit bins: who fills them}}

{{include: Not written yet}}

# Diagram

```mermaid
graph LR
  A[Ask] --> B{Known?}
  B -->|yes| C[Answer]
  B -->|no| D[Find out]
```
"""
SINGLE_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"


@dataclass(frozen=True)
class Places:
    """Addresses and numbers of what the journeys look at."""

    page: int
    edited: int
    question: int
    unanswered: int
    unnamed: int
    discussion: int
    closed: int
    became: int
    answer: int
    post: int
    trashed: int
    long_page: str
    rich: int
    talked: int
    long_page_id: int
    draft: int
    long_question: int
    department: int
    director: int
    person: int
    overdue: str
    calm: str
    file: int
    locked_file: int
    picture: int
    folder: int
    controlled: int
    kept_search: int
    gap: int
    gap_mine: int
    gap_closed: int
    twin: int
    twin_other: int
    twin_settled: int
    twin_question: int
    twin_answered: int
    change: int
    change_clash: int
    change_new: int
    round: int
    conversation: int
    group: int
    said: int
    procedure: str
    long_talk: int
    arranged: int
    archived: int
    case: int
    case_of_message: int
    hidden: int
    hidden_topic: int
    appealed: int
    decided: int
    opportunity: int
    opportunity_long: int


def furnish(data: Path) -> Places:
    """Write the demo and the states into an instance that is not served yet."""
    load_all()
    database = Database(Settings(data=data).database)
    migrating.upgrade(database)
    try:
        with database.writing() as session:
            load_demo(session)
            return Furnisher(session, Blobs(Settings(data=data).files_folder)).places()
    finally:
        database.close()


class Furnisher:
    """Adds the states to the demo in one session."""

    def __init__(self, session: Session, blobs: Blobs) -> None:
        self.session, self.blobs = session, blobs

    def places(self) -> Places:
        self._people()
        self.room = self._room()
        write_curated(self.session, self._person("hannah.fielding"), LONG)
        long_page, long_question = self._long()
        self._waiting()
        others = [self._person(name) for name in ("luca.moretti", "devika.nair", "owen.price", "noor.jansen")]
        people = (self._person(name) for name in ("mei.wong", "aisha.khan", "callum.reid"))
        approved = Approved(self.session, *people, others)
        return Places(
            page=self._page("publishing-an-accessibility-statement").id,
            edited=self._most_edited().id,
            question=self._topic("how-long-should-we-keep-a-redirect").id,
            unanswered=self._topic("can-two-departments-share-one-cookie-banner").id,
            unnamed=self._topic("may-i-ask-for-fewer-hours-without-my-team-hearing-of-it-first").id,
            discussion=self._topic("retiring-400-pages-what-we-learned").id,
            closed=self._topic("naming-the-gritters-suggestions-wanted").id,
            became=self._topic("how-do-i-find-a-mentor-outside-my-own-department").id,
            answer=self._answer("how-do-i-find-a-mentor-outside-my-own-department").id,
            post=self._busiest_post().id,
            trashed=self._trashed().id,
            long_page=f"/s/{ROOM}/wiki/{long_page.slug}",
            rich=self._rich().id,
            talked=write_talked(self.session, self.room, self._person("callum.reid"), self._person("mei.wong")).id,
            long_page_id=long_page.id,
            draft=self._work_on(long_page),
            long_question=long_question.id,
            department=self._person("aisha.khan").department_id or 0,
            person=self._person("jo.lindqvist").id,
            overdue=self._overdue(),
            calm=self._calm(),
            controlled=approved.controlled,
            change=approved.change,
            change_clash=approved.change_clash,
            change_new=approved.change_new,
            round=approved.round,
            procedure=approved.procedure,
            **write_charted(self.session, self._person),
            **write_on_offer(self.session, self._person),
            **self._messages(),
            **self._files(),
            **write_decided(self.session, self._person),
            **write_searched(self.session, self._person("aisha.khan"), LONG),
            **write_twinned(self.session, self._person, self._space("digital-service-desk")),
            **write_arranged(self.session, self._space("digital-service-desk"), self._person),
        )

    def _people(self) -> None:
        newcomer = add_person(
            self.session,
            "noor.jansen",
            "Noor Jansen",
            email="noor.jansen@transport.example",
            department_id=self._person("aisha.khan").department_id,
        )
        set_password(self.session, newcomer, PASSWORD)

    def _room(self) -> Space:
        owner = self._person("mei.wong")
        review = clock.now().date() + timedelta(days=200)
        room = found_space(
            self.session, owner, ROOM, LONG[:80], openness="invite", reason="staff-matter", review_on=review
        )
        add_member(self.session, room, self._person("callum.reid"), "contributor", owner)
        return room

    def _long(self) -> tuple[Page, Entry]:
        room, writer = self.room, self._person("callum.reid")
        page = write_page(self.session, writer, room, LONG, f"## {LONG}\n\n{SINGLE_WORD * 3}\n\n[[{SINGLE_WORD}]]")
        question = ask(self.session, writer, f"{SINGLE_WORD}: who knows it?", SINGLE_WORD, space=room)
        # More than is shown at once, so that the tree is opened one level after the other.
        for number in range(1, 71):
            write_page(self.session, writer, room, f"Minute {number}", "As agreed.", parent=page, quiet=True)
        return page, question

    def _work_on(self, page: Page) -> int:
        """A released version, work that goes on, a long draft, and somebody else who has the editor open."""
        writer, owner = self._person("callum.reid"), self._person("mei.wong")
        edit(page, by=owner, based_on=1, body=f"## {LONG}\n\n{SINGLE_WORD * 3}", summary=LONG, silent=True)
        release(page, 1, owner, LONG[:100])
        fields = {"title": LONG, "body": f"{SINGLE_WORD} {LONG}\n\n" * 8}
        kept = drafts.keep(self.session, writer, drafts.place_of_edit(page), fields, entry_id=page.id, based_on=1)
        # As if it was tomorrow: the tests look for longer than a sign of editing lasts.
        self.session.add(Presence(entry_id=page.id, person_id=owner.id, seen_at=clock.now() + timedelta(days=1)))
        return kept.id

    def _rich(self) -> Page:
        return write_page(self.session, self._person("callum.reid"), self.room, "Everything on one page", RICH)

    def _waiting(self) -> None:
        """A desk as full as it gets: mei.wong is named often, ben.okafor decides about requests and a report."""
        for number in range(1, 9):
            text = f"@mei.wong could you look at incident review {number} before Thursday? The draft is with the desk."
            post(self.session, self._person("callum.reid"), text, space=self.room)
        flood = self._space("marrow-flood-plan")
        ask_to_join(self.session, flood, self._person("callum.reid"), "I write the status page for the flood warnings.")
        reported = self._busiest_post()
        report(self.session, reported, self._person("mei.wong"), "wrong", "The date is last year's.")
        report(self.session, reported, self._person("luca.moretti"), "other")

    def _overdue(self) -> str:
        """A page whose owner has left and whose review is long due, which links to one that changed since."""
        desk, leaver = self._space("digital-service-desk"), self._person("callum.reid")
        page = write_page(self.session, leaver, desk, "Who keeps the redirects", "See [[Retiring a page]].")
        page.review_on = clock.now().date() - timedelta(days=40)
        page.review = "overdue"
        page.owner_person_id = add_person(self.session, "lee.gone", "Lee Gone").id
        self.session.flush()
        disable(self.session, self._person("lee.gone"), None)
        return f"/s/{desk.slug}/wiki/{page.slug}"

    def _calm(self) -> str:
        """A space in which nothing is to do."""
        return f"/s/{found_space(self.session, self._person('mei.wong'), 'calm', 'Calm').slug}"

    def _trashed(self) -> Entry:
        writer, desk = self._person("hannah.fielding"), self._space("digital-service-desk")
        page = write_page(self.session, writer, desk, "Carousel settings", "Which carousel, and why.")
        trash(page, writer, "We no longer have a carousel.")
        return page

    def _files(self) -> dict[str, int]:
        """A folder, a document with two versions on a page and in the folder, a picture, and a file that is locked."""
        desk, blobs, hannah = self._space("digital-service-desk"), self.blobs, self._person("hannah.fielding")
        folder = make_folder(self.session, desk, hannah, "Templates for letters and statements")
        make_folder(self.session, desk, hannah, SINGLE_WORD, self.session.get(Folder, folder.id))

        def file(name: str, content: bytes, found: Extract, **place: Any) -> File:
            made = add_file(self.session, blobs, hannah, desk, receive_bytes(blobs, content, name), **place)
            note_extract(self.session, made.id, 1, found)
            return made

        text = Extract("read", "Accessibility statement\fHow to complain", pages=2)
        document = file("Accessibility statement.pdf", pdf("Statement", "Complaints"), text, folder=folder)
        add_version(document, blobs, hannah, receive_bytes(blobs, pdf("New"), "statement v2.pdf"), note=LONG[:150])
        note_extract(self.session, document.id, 2, text)
        note_download(self.session, hannah.id, document.id, 1)
        content = picture("PNG", (1200, 700))
        shown = file("Map of our services.png", content, Extract("read", width=1200, height=700))
        locked = file(f"{SINGLE_WORD}.xlsx", xlsx("Plan", 5), Extract("failed"))
        lock(locked, hannah, "Numbers for May")
        file("Letter.docx", docx("Dear colleague"), Extract("read", "Dear colleague"))
        page = self._page("publishing-an-accessibility-statement")
        file("flow of the work.docx", docx("First"), Extract("read", "First"), page=page)
        return {"file": document.id, "locked_file": locked.id, "picture": shown.id, "folder": folder.id}

    def _messages(self) -> dict[str, int]:
        """A conversation longer than a page, with words as long as they get; and the group of the demo."""
        aisha, callum = (viewer_of(self.session, self._person(name)) for name in ("aisha.khan", "callum.reid"))
        long = begin(self.session, callum, [self._person("aisha.khan")])
        for number in range(40):
            send(long, (callum, aisha)[number % 2], f"{number}: {SINGLE_WORD if number % 7 == 0 else LONG}")
        reported = send(long, callum, "```\n" + "x" * 200 + "\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |")
        group = self.session.scalars(select(Conversation).where(Conversation.title == "Night rota")).one()
        return {"conversation": long.id, "group": group.id, "said": reported.id}

    def _person(self, username: str) -> Person:
        return self.session.scalars(select(Person).where(Person.username == username)).one()

    def _space(self, slug: str) -> Space:
        return self.session.scalars(select(Space).where(Space.slug == slug)).one()

    def _page(self, slug: str) -> Page:
        return self.session.scalars(select(Page).where(Page.slug == slug)).one()

    def _most_edited(self) -> Page:
        """Of the pages that are in no picture."""
        desk = self._space("digital-service-desk").id
        shown = Page.slug == "publishing-an-accessibility-statement"
        found = select(Page).where(Page.space_id == desk, ~shown).order_by(Page.version.desc(), Page.id)
        return self.session.scalars(found.limit(1)).one()

    def _topic(self, slug: str) -> Entry:
        return self.session.scalars(select(Entry).where(Entry.slug == slug)).one()

    def _answer(self, slug: str) -> Entry:
        below = select(Entry).where(Entry.root_id == self._topic(slug).id, Entry.kind == "answer")
        return self.session.scalars(below.order_by(Entry.id).limit(1)).one()

    def _busiest_post(self) -> Entry:
        found = select(Entry).where(Entry.kind == "post", Entry.root_id.is_(None), Entry.audience == "everyone")
        return self.session.scalars(found.order_by(Entry.reply_count.desc(), Entry.id).limit(1)).one()
