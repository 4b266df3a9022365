"""Loads the demo world: people, spaces, pages, topics and posts with times relative to now, through the usual verbs.

Everything happens in the order of its time under a set clock, so that histories and acts read as if they were lived.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import null, select, update
from sqlalchemy.orm import Session

from models.core import clock
from models.core.blobs import Blobs
from models.core.text import slugify
from models.entries.editing import edit
from models.entries.entry import Entry
from models.entries.following import Followable, bookmark, follow
from models.entries.linking import Mention
from models.entries.tagging import Tag
from models.people.credential import HASHER, Credential
from models.people.department import Department, found_department
from models.people.person import Person, add_person
from models.people.profile import describe
from models.spaces.category import Category
from models.spaces.joining import add_member, found_space, share
from models.spaces.space import Space
from models.transfer import demo_files, demo_talk
from models.transfer.demo_answers import answers_of_demo
from models.transfer.demo_care import CareOfDemo
from models.transfer.demo_files import PageFile
from models.transfer.demo_messages import say_all
from models.transfer.demo_opportunities import plan_opportunities
from models.transfer.demo_papers import plan_papers
from models.transfer.demo_profiles import say_more
from models.transfer.demo_searches import keep_searches
from models.transfer.demo_wiki import plan_wiki
from models.transfer.demo_words import say_words
from models.wiki.page import Page, write_page

PASSWORD = "witan-demo-2026"  # noqa: S105 - printed by the command, for a world that is made up
SPACE_OLDER_THAN_CONTENT = timedelta(days=3)
MENTIONS_WAIT = timedelta(days=10)

Values = dict[str, Any]


@dataclass(frozen=True)
class Loaded:
    """What was loaded, by number."""

    people: int
    departments: int
    spaces: int
    entries: int


def load_demo(session: Session, blobs: Blobs | None = None) -> Loaded | None:
    """Write the demo world; None when it is there already. Raises Invalid when a name is taken by somebody else.

    Without a place for their bytes it has no files.
    """
    if session.scalar(select(Department.id).where(Department.origin_id.startswith("demo:")).limit(1)):
        return None
    return DemoWorld(session, blobs).load()


class DemoWorld:
    """The world while it is being loaded: everything by its name, and what is still to happen."""

    def __init__(self, session: Session, blobs: Blobs | None) -> None:
        self.session, self.blobs = session, blobs
        self.now = clock.now()
        self.departments: dict[str, Department] = {}
        self.people: dict[str, Person] = {}
        self.spaces: dict[str, Space] = {}
        self.categories: dict[tuple[str, str], Category] = {}
        self.pages: dict[tuple[str, str], Page] = {}
        self.steps: list[tuple[datetime, int, Callable[[], object]]] = []
        self.entries = 0

    def load(self) -> Loaded:
        self._departments()
        self._people()
        self._plan()
        # The number keeps steps of the same moment in the order in which they were planned.
        for moment, _number, step in sorted(self.steps, key=lambda planned: planned[:2]):
            with clock.at(moment):
                step()
        self._trees()
        CareOfDemo(self.pages, self.people).look_after()
        say_words(self.session, self.pages, self.people["aisha.khan"])
        keep_searches(self.session, self.people, self.now)
        self._follows()
        answers_of_demo(self)
        say_more(self.session, self.people)
        say_all(self.session, demo_files.listed("messages.yaml"), self.people)
        self.session.flush()
        self._answer_old_mentions()
        return Loaded(len(self.people), len(self.departments), len(self.spaces), self.entries)

    def _departments(self) -> None:
        for each in demo_files.listed("departments.yaml"):
            self.departments[each["key"]] = found_department(
                self.session,
                each["name"],
                self.departments[each["parent"]] if each["parent"] else None,
                abbreviation=each.get("abbreviation", ""),
                description=each.get("description", ""),
                origin_id=f"demo:{each['key']}",
            )

    def _people(self) -> None:
        # One hash for all: everybody has the same password, and each hash costs a thirtieth of a second.
        password_hash = HASHER.hash(PASSWORD)
        for each in demo_files.listed("people.yaml"):
            department = self.departments.get(each.get("department") or "")
            person = add_person(
                self.session,
                each["username"],
                each["name"],
                email=each.get("email"),
                department_id=department.id if department else None,
                is_guest=each.get("guest", False),
                is_moderator=each.get("moderator", False),
                created_at=self.moment(each["joined_days_ago"]),
                origin_id=f"demo:{each['username']}",
            )
            said = {key: each[key] for key in ("job_title", "place", "about", "phone", "languages") if each.get(key)}
            describe(self.session, person, **said)
            self.session.add(Credential(person_id=person.id, password_hash=password_hash, changed_at=clock.now()))
            self.people[person.username] = person

    def _plan(self) -> None:
        pages, topics = list(demo_files.pages()), list(demo_files.topics())
        posts = demo_files.listed("posts.yaml")
        for each in demo_files.listed("spaces.yaml"):
            ages = [page.about["days_ago"] for page in pages if page.space == each["slug"]]
            ages += [topic["days_ago"] for space, topic in topics if space == each["slug"]]
            ages += [post["days_ago"] for post in posts if post.get("space") == each["slug"]]
            begun = self.moment(max(ages)) - SPACE_OLDER_THAN_CONTENT
            self.at(begun, partial(self._space, each))
        for page in pages:
            self._plan_page(page)
        for space, topic in topics:
            demo_talk.plan_topic(self, space, topic)
        for each in posts:
            demo_talk.plan_post(self, each)
        plan_wiki(self)
        plan_opportunities(self)
        if self.blobs is not None:
            plan_papers(self, self.blobs)

    def _space(self, each: Values) -> None:
        owner, *owners = each["members"]["owner"]
        department = self.departments.get(each["department"] or "")
        closed = each["openness"] != "open"
        space = found_space(
            self.session,
            self.people[owner],
            each["slug"],
            each["name"],
            openness=each["openness"],
            reason=each.get("reason"),
            review_on=(self.now + timedelta(days=each["review_in_days"])).date() if closed else None,
            description=each["description"],
            welcome=each.get("welcome", ""),
            department_id=department.id if department else None,
        )
        self.spaces[space.slug] = space
        others = [(name, "owner") for name in owners]
        for role in ("curator", "contributor", "reader"):
            others += [(name, role) for name in each["members"].get(role, ())]
        for name, role in others:
            add_member(self.session, space, self.people[name], role, self.people[owner])
            if role != "reader":
                follow(self.session, self.people[name], space)
        follow(self.session, self.people[owner], space)
        for key in each.get("shared_with", ()):
            share(self.session, space, self.departments[key], self.people[owner])
        demo_talk.arrange_forum(self, space, self.people[owner], each)

    def _plan_page(self, file: PageFile) -> None:
        """Known texts become revisions; the last of `editors` wrote the present text, earlier ones are only told of."""
        about, editors = file.about, file.about.get("editors", [])
        known = about.get("revisions", [])
        begun = {"by": about["author"], "days_ago": about["days_ago"], "summary": ""}
        newest = {**(editors[-1] if editors else begun), "body": file.body}
        texts: list[Values] = [*known, newest]
        first, later = texts[0], texts[1:]
        told = [] if known or not editors else [begun, *editors[:-1]]
        key = (file.space, about["title"])
        self.at(self.moment(about["days_ago"]), partial(self._write_page, file, first, told))
        for text in later:
            self.at(self.moment(text["days_ago"]), partial(self._edit_page, key, text))

    def _write_page(self, file: PageFile, text: Values, told: list[Values]) -> None:
        about = file.about
        kept: Values = {"replaced_by": about["replaced_by"]} if about.get("replaced_by") else {}
        if told:
            kept["history"] = [
                {"at": self.moment(act["days_ago"]).isoformat(), "by": act["by"], "summary": act.get("summary", "")}
                for act in told
            ]
        page = write_page(
            self.session,
            self.people[about["author"]],
            self.spaces[file.space],
            about["title"],
            text["body"],
            tags=about.get("tags", ()),
            position=file.position,
            summary=text.get("summary", ""),
            editor=self.people[text["by"]],
            edited_at=self.moment(text["days_ago"]),
            origin_id=f"demo:{file.space}/{slugify(about['title'])}",
            origin=kept or null(),
        )
        page.status = about.get("status", "")
        self.pages[file.space, about["title"]] = page
        self.entries += 1

    def _edit_page(self, key: tuple[str, str], text: Values) -> None:
        page = self.pages[key]
        edit(page, by=self.people[text["by"]], based_on=page.version, body=text["body"], summary=text["summary"])

    def _trees(self) -> None:
        for file in demo_files.pages():
            if parent := file.about.get("parent"):
                self.pages[file.space, file.about["title"]].parent_id = self.pages[file.space, parent].id

    def _follows(self) -> None:
        tags = {tag.name: tag for tag in self.session.scalars(select(Tag))}
        for each in demo_files.listed("follows.yaml"):
            person = self.people[each["username"]]
            things: list[Followable] = [self.spaces[slug] for slug in each.get("spaces", ())]
            things += [tags[name] for name in each.get("tags", ()) if name in tags]
            things += [self.people[name] for name in each.get("people", ())]
            things += [self.departments[key] for key in each.get("departments", ())]
            for thing in things:
                follow(self.session, person, thing)
            for marked in each.get("bookmarks", ()):
                space, _, title = marked.partition(": ")
                bookmark(self.session, person, self.pages[space, title])

    def _answer_old_mentions(self) -> None:
        """Only what is new waits: whoever was named long ago has dealt with it."""
        old = select(Entry.id).where(Entry.created_at < self.now - MENTIONS_WAIT)
        self.session.execute(update(Mention).where(Mention.entry_id.in_(old)).values(seen_at=self.now))

    def at(self, moment: datetime, step: Callable[[], object]) -> None:
        """Plan something to happen at that moment."""
        self.steps.append((min(moment, self.now), len(self.steps), step))

    def moment(self, days_ago: float) -> datetime:
        """The moment so many days before now."""
        return self.now - timedelta(days=float(days_ago))
