"""Naughty strings through the fields of forms, as browsers send them: kept as sent and shown as text, or given back."""

from io import BytesIO
from typing import Any

import pytest
from markupsafe import escape
from sqlalchemy import text as sql
from werkzeug.test import TestResponse
from wtforms import PasswordField, StringField

from blueprints.kit.forms import Form
from models.core.text import clean
from models.wiki.page import write_page
from models.wiki.structure.levels import SMALL
from tests.hostile.fields import FIELDS as ALL_OTHERS
from tests.hostile.fields import NEWEST, Field, trimmed
from tests.hostile.material import harmless, naughty
from tests.hostile.opportunity_fields import OPPORTUNITY_FIELDS
from tests.naming import load
from tests.staging import Stage, Visitor
from tests.world import World

pytestmark = pytest.mark.shared_data
FIELDS = [*ALL_OTHERS, *OPPORTUNITY_FIELDS]


# Forms whose fields are those of another, or that hold passwords alone.
SAME = {"Form", "FlaskForm", "OpennessFields", "OpennessForm", "AboutFields", "PageForm", "TopicForm", "MoveForm",
        "NewPasswordForm", "SuspendedAppealForm",
        "CurrentPassword", "PasswordForm", "SetPasswordForm"}  # fmt: skip
SHARED = {"based_on", "csrf_token"}
BOXES = [
    "/search",
    "/acronyms",
    "/people",
    "/spaces",
    "/tags",
    "/departments",
    "/s/desk/members",
    "/admin/people",
    "/admin/departments",
]


def forms(cls: type[Form] = Form) -> set[type[Form]]:
    return {cls}.union(*(forms(each) for each in cls.__subclasses__()))


def test_every_text_field_is_tried(stage: Stage[World]) -> None:
    declared = set()
    for form in forms():
        if form.__name__ not in SAME and form.__module__.startswith("blueprints"):
            with stage.app.test_request_context():
                fields = list(form())
            declared |= {
                (form.__name__, each.name)
                for each in fields
                if isinstance(each, StringField) and not isinstance(each, PasswordField) and each.name not in SHARED
            }
    missing = declared - {(each.form, each.name) for each in FIELDS}
    assert not missing, f"add to FIELDS of fields.py: {missing}"


def value(stage: Stage[World], statement: str) -> Any:
    with stage.database.reading() as session:
        return session.scalar(sql(statement))


def sent(visitor: Visitor, field: Field, text: str) -> TestResponse:
    files = {name: (BytesIO(value), "guide.txt") for name, value in field.more.items() if isinstance(value, bytes)}
    return visitor.post(field.address, {**field.more, **files, field.name: text})


def fault(stage: Stage[World], visitor: Visitor, field: Field, text: str) -> str:
    """What went wrong with one string in one field; nothing when all is well."""
    answer = sent(visitor, field, text)
    if answer.status_code >= 400 or answer.status_code == 200:
        harmless(answer)
        given_back = str(escape(clean(text))) in answer.text or str(escape(trimmed(text))) in answer.text
        # To somebody not signed in, the answer 200 says that a mail is sent, whatever was asked for.
        need_not = not field.typed or (answer.status_code == 200 and field.who == "nobody")
        well = answer.status_code in (200, 409, 422) and (given_back or need_not)
        return "" if well else f"{answer.status_code}, given back: {given_back}"
    if not answer.location or not answer.location.startswith("/") or answer.location.startswith(("//", "/\\")):
        return f"sends elsewhere: {answer.location!r}"
    expected = field.as_kept(text)
    if field.kept and (found := value(stage, field.kept) or "") != expected:
        return f"kept {found!r} instead of {expected!r}"
    if field.shown:
        shown = visitor.get(field.shown.format(newest=value(stage, f"SELECT {NEWEST}")), follow_redirects=True)
        harmless(shown)
        flat = " ".join(shown.text.split())
        if shown.status_code != 200 or (field.kept and " ".join(str(escape(expected)).split()) not in flat):
            return f"{shown.status_code}: {field.shown} does not show it"
    return ""


def test_an_ordinary_value_is_kept_by_each_field(stage: Stage[World], visitors: dict[str, Visitor]) -> None:
    """Else every string would be refused for something else in the form, and none would be tried."""
    refused = []
    for field in (each for each in FIELDS if each.kept):
        statuses = set()
        for text in ("plain", "7", "plain@x.example"):
            answer = sent(visitors[field.who], field, text)
            statuses.add(answer.status_code)
            stage.put_back()
        refused += [] if 303 in statuses else [f"{field.form}.{field.name}: {statuses}"]
    assert refused == []


@pytest.mark.parametrize(
    "place", range(len(FIELDS)), ids=lambda place: f"{FIELDS[place].form}.{FIELDS[place].name}-{place}"
)
def test_a_string_sent_is_kept_and_shown_as_text_or_given_back(
    stage: Stage[World], visitors: dict[str, Visitor], place: int
) -> None:
    """Each field takes another share of the strings, so that all of them go through some form."""
    field, wrong = FIELDS[place], {}
    visitor = visitors[field.who]
    for text in naughty()[place :: len(FIELDS)]:
        if found := fault(stage, visitor, field, text):
            wrong[text] = found
        stage.put_back()
    assert wrong == {}


def test_a_place_can_be_looked_for_with_any_string(stage: Stage[World], visitors: dict[str, Visitor]) -> None:
    """The box stands in the form of a new page where a wiki is too large to be listed."""
    with stage.database.writing() as session:
        world = load(session)
        for number in range(SMALL + 1):
            write_page(session, world.aisha, world.desk, f"Page {number}", "Text")
    field = Field("NewPageForm", "find", "/s/desk/wiki/new", {"title": "Fresh", "body": "Text", "look": "1"}, "", "")
    wrong = {text: fault(stage, visitors["aisha"], field, text) for text in naughty()[::20]}
    stage.put_back()
    assert set(wrong.values()) == {""}, wrong


@pytest.mark.parametrize("address", BOXES)
def test_a_box_gives_any_string_back_as_text(visitors: dict[str, Visitor], address: str) -> None:
    visitor = visitors["ada" if "/admin" in address else "aisha"]
    for text in naughty()[BOXES.index(address) :: len(BOXES)]:
        answer = visitor.get(address, query_string={"q": text})
        assert answer.status_code == 200, text
        harmless(answer)
