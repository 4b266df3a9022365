"""Changes that wait for approval in every state, a procedure, and people who are asked to confirm it."""

from datetime import timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from models.core import clock
from models.people.person import Person
from models.policy.viewer import viewer_of
from models.spaces.joining import add_member, found_space
from models.wiki.page import Page, write_page
from models.wiki.procedures.confirming import Audience, issue, sign
from models.wiki.procedures.procedure import make_procedure
from models.wiki.procedures.rounds import Ask
from models.wiki.requests.approval import require_approval
from models.wiki.requests.request import ChangeRequest
from models.wiki.requests.requesting import propose, propose_page, visible_request
from models.wiki.requests.reviewing import comment, review

SPACE = "night-desk"
TEXT = (
    "## Who to call\n\nCall the duty engineer on 0300 and say which service is down.\n\nAfter 20 minutes without an "
    "answer call the manager on duty.\n\n## What to write down\n\n- the time of the first call\n- who answered\n"
)


class Approved:
    """Writes the states; each attribute is the number or address of one."""

    def __init__(self, session: Session, mei: Person, aisha: Person, callum: Person, others: list[Person]) -> None:
        self.session, self.mei, self.aisha, self.callum = session, mei, aisha, callum
        self.space = found_space(session, mei, SPACE, "Night desk", description="Incidents between 18:00 and 08:00.")
        for person, role in ((aisha, "curator"), (callum, "contributor"), *((each, "reader") for each in others)):
            add_member(session, self.space, person, role, mei)
        self.page = write_page(session, callum, self.space, "Escalation at night", TEXT, tags=["incidents"])
        self.controlled = self.page.id
        require_approval(session, mei, self.space, None, needed=2)
        session.flush()
        self.change = self._discussed().id
        self.change_clash = self._clashing().id
        self.change_new = self._new_page().id
        self._declined()
        self.round, self.procedure = self._procedure([aisha, callum, *others])

    def _send(self, page: Page, body: str, summary: str) -> ChangeRequest:
        made = propose(
            self.session, self.callum, page, based_on=page.version, title=page.title, body=body,
            tags=["incidents", "phone"], summary=summary,
        )  # fmt: skip
        assert made is not None
        self.session.flush()
        return visible_request(self.session, viewer_of(self.session, self.callum), made.id)

    def _discussed(self) -> ChangeRequest:
        body = TEXT.replace("20 minutes", "15 minutes").replace("- who answered", "- who answered, and in which words")
        made = self._send(self.page, body, "Shorter wait, as agreed on Tuesday")
        line = "After 15 minutes without an answer call the manager on duty."
        head = comment(
            made, self.aisha, "Is 15 agreed with the **managers**?", number=1, side="new", line=5, quote=line
        )
        comment(made, self.callum, "Yes, all three of them.", parent_id=head.id)
        comment(made, self.aisha, "Thanks for doing this.")
        review(made, self.aisha, 1, "approved", "Good")
        return made

    def _clashing(self) -> ChangeRequest:
        page = write_page(self.session, self.mei, self.space, "Phone numbers", "Call 0300.", approved=True)
        made = self._send(page, "Call 0301.", "New number")
        page.revise(by=self.mei, based_on=1, title=page.title, body="Call 0302 instead.", approved=True)
        review(made, self.aisha, 1, "changes", "Which of the two is right?")
        return made

    def _new_page(self) -> ChangeRequest:
        return propose_page(
            self.session, self.callum, self.space, self.page, title="Escalation on bank holidays",
            body="As at night, and by day too.", tags=[],
        )  # fmt: skip

    def _declined(self) -> None:
        made = self._send(self.page, "Call me.", "Simpler")
        review(made, self.mei, 1, "declined", "Nobody is on duty every night.")

    def _procedure(self, people: list[Person]) -> tuple[int, str]:
        page = write_page(self.session, self.mei, self.space, "Handing over a shift", TEXT, approved=True)
        make_procedure(self.session, self.mei, page, clock.now().date() + timedelta(days=40), "2.1")
        due = clock.now().date() + timedelta(days=14)
        audience = Audience("people", people=frozenset(each.id for each in people))
        text = "The handover changes after the incident of May."
        made = issue(self.session, self.mei, page, audience, due, text=text)
        sign(made, self.callum, 1)
        page.revise(by=self.mei, based_on=1, title=page.title, body=TEXT + "- what is still open\n", approved=True)
        self.session.flush()
        late = clock.now().date() - timedelta(days=2)
        self.session.execute(update(Ask).where(Ask.person_id == people[-1].id).values(due_on=late))
        return made.id, f"/s/{SPACE}/wiki/{page.slug}"
