"""Keeps people in step with a list of staff (CSV): newcomers, movers, leavers, and who reports to whom.

What people say of themselves stands (`models/people/source.py`). A list that looks wrong as a whole changes nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from difflib import get_close_matches
from pathlib import Path

from sqlalchemy import select

from models.activity.act import record
from models.core import clock
from models.core.errors import Invalid
from models.people.department import Department
from models.people.person import Person, check_email
from models.people.post import Post, circles, end_posts, give_up_posts, hold, rank_of
from models.people.source import SourcePerson, learn, source_called
from models.spaces.leaving import let_go
from models.transfer.intake import Intake, plain_name
from models.transfer.reading import moment
from models.transfer.staff_list import Row, StaffList, read_staff

# More leavers than this share of the people of a list are no leavers, but half a list.
TOO_MANY = 0.1
FEW = 5
UNKNOWN = "the department is unknown here, so the person stays where they were"
TWICE = "another row has the same staff number"
SAME_MAIL = "another person has the same email address; it was left with the first"
CIRCLE = "people report to each other in a circle; the line of the highest is cut"


@dataclass
class Choices:
    """How a list is taken. `most_leavers`: so many may leave at once; None for a tenth of the list."""

    name: str
    leavers: bool = True
    most_leavers: int | None = None
    make_departments: bool = False


def sync_people(
    intake: Intake, file: Path, choices: Choices, expected: Callable[[int], object] = lambda n: None
) -> None:
    """Bring people up to what the list says. Raises Invalid, with nothing changed, for a list that looks wrong."""
    found = read_staff(file)
    expected(len(found.rows))
    _Sync(intake, found, choices).run()


class _Sync:
    def __init__(self, intake: Intake, found: StaffList, choices: Choices) -> None:
        self.intake, self.found, self.choices, self.report = intake, found, choices, intake.report
        self.session = intake.session
        self.source = source_called(self.session, "list", choices.name)
        kept = self.session.scalars(select(SourcePerson).where(SourcePerson.source_id == self.source.id))
        self.known = {each.key: each for each in kept}
        self.meant = {each.person_id for each in self.known.values() if each.gone_at is None}
        self.rows: dict[str, tuple[int, Row]] = {}
        self.people: dict[str, Person] = {}

    def run(self) -> None:
        for word in self.found.unknown:
            self.report.leave_out("the column is not known", word)
        self._read()
        leaving = [each for key, each in self.known.items() if key not in self.rows and each.gone_at is None]
        self._check(len(leaving))
        for key, (line, row) in self.rows.items():
            self._take(key, line, row)
            self.intake.took()
        if "manager" in self.found.columns:
            _Chart(self).draw()
        if self.choices.leavers:
            for each in leaving:
                self._leave(each)
                self.intake.took(0)

    def _read(self) -> None:
        today = clock.now().date()
        for line, row in self.found.rows:
            key = (row.get("key") or row.get("email", "")).casefold()[:200]
            left = moment(row.get("left", ""))
            if not key or not row["name"]:
                self.report.leave_out("the row lacks a name, or a staff number and an email address", f"line {line}")
            elif key in self.rows:
                self.report.leave_out(TWICE, f"line {line}, as line {self.rows[key][0]}")
            elif left is None or left.date() + timedelta(days=1) > today:
                self.rows[key] = (line, row)

    def _check(self, leaving: int) -> None:
        active = sum(1 for each in self.known.values() if each.gone_at is None)
        most = self.choices.most_leavers
        most = max(FEW, int(active * TOO_MANY)) if most is None else most
        if self.choices.leavers and leaving > most:
            raise Invalid(
                f"{leaving} of {active} people are not in this list any more, and would leave. Nothing was changed. "
                f"If that is right, run it again with --most-leavers {leaving}.",
                "file",
            )

    def _take(self, key: str, line: int, row: Row) -> None:
        person, new = self._person(key, line, row)
        if person is None:
            return
        self.people[key] = person
        department = self._department(row.get("department", ""), line)
        values: dict[str, str] = {
            word: row[word] for word in ("name", "job_title", "place") if word in self.found.columns | {"name"}
        }
        if department is not None:
            values["department"] = department.name
        before = person.department_id
        changed = learn(self.session, person, self.source, values, department)
        if new:
            return
        if "department" in changed:
            give_up_posts(self.session, person.id)
            record(self.session, None, "moved", "person", person.id, was=before, now=person.department_id)
            self.report.note("people moved to another department")
        (self.report.changed if changed else self.report.unchanged)["people"] += 1
        if changed:
            person.changed_at = clock.now()
            self.intake.index(f"person:{person.id}")

    def _person(self, key: str, line: int, row: Row) -> tuple[Person | None, bool]:
        """(the person whom a row means, whether they are new). A guest is nobody's member of staff."""
        known = self.known.get(key)
        person = self.session.get(Person, known.person_id) if known else self._by_address(row)
        if person is not None and person.is_guest:
            self.report.leave_out("the account is a guest's", f"line {line}")
            return None, False
        if person is not None and person.disabled_at is not None:
            self.report.leave_out("the account is closed; an administrator can open it again", f"line {line}")
            return None, False
        new = person is None
        if person is None:
            wanted = row.get("username") or row.get("email", "").partition("@")[0] or row["name"]
            origin_id = f"list:{self.source.id}:{key}"[:200]
            author = self.intake.author(origin_id, row["name"], wanted)
            person = self.session.get_one(Person, author.id)
        if not person.email:
            self._give_address(person, row.get("email", ""), line)
        if known is None:
            self.known[key] = known = SourcePerson(source_id=self.source.id, key=key, person_id=person.id)
            self.session.add(known)
        known.gone_at = None
        self.meant.add(person.id)
        return person, new

    def _by_address(self, row: Row) -> Person | None:
        """Somebody who has an account already, but whom the list does not mean by another row."""
        for column, value in ((Person.email, row.get("email", "")), (Person.username, row.get("username", ""))):
            if value:
                found = self.session.scalar(select(Person).where(column == value.strip().lower()))
                if found is not None and found.id not in self.meant:
                    return found
        return None

    def _give_address(self, person: Person, email: str, line: int) -> None:
        try:
            person.email = check_email(self.session, email, person)
        except Invalid:
            taken = self.session.scalar(select(Person.id).where(Person.email == email.strip().lower()))
            said = SAME_MAIL if taken else "the email address is none"
            self.report.leave_out(said, f"line {line}: {email[:60]}")
        self.session.flush()

    def _department(self, name: str, line: int) -> Department | None:
        if not name:
            return None
        plain = plain_name(name)
        found = self.intake.departments.get(plain) or self.intake.abbreviations.get(plain)
        if found is None and self.choices.make_departments:
            return self.intake.department(name)
        if found is None:
            close = get_close_matches(plain, self.intake.departments, 1, 0.8)
            hint = f" (did they mean {self.intake.departments[close[0]].name}?)" if close else ""
            self.report.leave_out(UNKNOWN, f"line {line}: {name[:80]}{hint}")
        return found

    def _leave(self, each: SourcePerson) -> None:
        each.gone_at = clock.now()
        person = self.session.get_one(Person, each.person_id)
        if person.disabled_at is not None:
            return
        done = let_go(self.session, person)
        self.intake.index(f"person:{person.id}")
        self.report.note("people left: their accounts are closed, what they wrote stays")
        for space, successor in done.handed:
            self.report.note(f"space got another owner: {space.slug}, now {successor.username}")
        for space in done.ownerless:
            self.report.note(f"space has no owner any more: {space.slug}")


class _Chart:
    """The posts that a list with managers describes: one for each person, and who reports to whom."""

    def __init__(self, sync: _Sync) -> None:
        self.sync, self.session = sync, sync.session
        found = self.session.scalars(select(Post).where(Post.source_id == sync.source.id))
        self.known = {post.origin_id: post for post in found}
        self.posts: dict[str, Post] = {}
        self.by_word: dict[str, str] = {}

    def draw(self) -> None:
        for key, person in self.sync.people.items():
            if person.department_id is not None:
                self._post(key, person, self.sync.rows[key][1])
        self.session.flush()
        for key, post in self.posts.items():
            hold(self.session, post, [self.sync.people[key].id])
        self._join()
        gone = [post.id for post in self.known.values() if post not in self.posts.values() and post.ended_at is None]
        end_posts(self.session, gone)

    def _post(self, key: str, person: Person, row: Row) -> None:
        origin_id = f"list:{self.sync.source.id}:{key}"[:200]
        post = self.known.get(origin_id)
        if post is None:
            post = Post(origin_id=origin_id, source_id=self.sync.source.id, created_at=clock.now())
            self.session.add(post)
        department = person.department_id or 0
        post.department_id, post.title = department, (row.get("job_title") or row["name"])[:200]
        post.unit, post.grade = row.get("unit", "")[:200], row.get("grade", "")[:40]
        post.rank, post.profession = rank_of(post.grade), row.get("profession", "")[:100]
        post.ended_at = None
        self.posts[key] = post
        for word in (key, row.get("email", ""), row["name"], person.username):
            self.by_word.setdefault(word.casefold(), key)

    def _join(self) -> None:
        by_id = {post.id: post for post in self.posts.values()}
        lines = {post.id: self.sync.rows[key][0] for key, post in self.posts.items()}
        reports: dict[int, int | None] = {}
        for key, post in self.posts.items():
            named = self.sync.rows[key][1].get("manager", "")
            above = self.posts.get(self.by_word.get(named.casefold(), ""))
            if above is None and named:
                said = "the manager is not in the list, so the person stands at the top"
                self.sync.report.leave_out(said, f"line {lines[post.id]}: {named[:60]}")
            reports[post.id] = above.id if above else None
        for circle in circles(reports):
            self.sync.report.leave_out(CIRCLE, ", ".join(f"line {lines[each]}" for each in circle))
            reports[min(circle, key=lambda each: (by_id[each].rank, each))] = None
        for number, above_id in reports.items():
            by_id[number].reports_to_id = above_id
