"""Each kind of bad input gets a plain message that says what was kept; nothing crashes, whatever is sent."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import pytest

from models.core.text import MAX_BODY
from tests.architecture.knocking import listed_in, shape_of
from tests.hostile.material import harmless
from tests.staging import Stage, Visitor
from tests.world import PASSWORD, World

KEPT = "These words must not be lost"
PAGE = {"title": "Another page", "body": KEPT, "tags": "", "parent": "0"}
CHOOSE = "Choose one of the options"
EDIT = {"title": "Publishing", "body": KEPT, "tags": "", "based_on": "1"}
HUGE = 10**30
URLENCODED = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Bad:
    """What is sent, and what is answered: the status, words of the message, and whether the text comes back."""

    what: str
    address: str
    status: int
    says: str
    form: Any = None
    method: str = "POST"
    kept: bool = True
    more: dict[str, Any] = field(default_factory=dict)


LONG = "x" * 201
BAD = [
    Bad("an unknown address", "/nothing/here", 404, "nothing at this address", method="GET", kept=False),
    Bad("a closed address", "/s/mill", 404, "or you cannot see it", method="GET", kept=False),
    Bad("a text for a closed address", "/s/mill/wiki/new", 404, "or you cannot see it", PAGE),
    Bad("a text without the right", "/s/gate/wiki/new", 403, "A curator or owner of the space can help", PAGE),
    Bad("a too long title", "/s/desk/wiki/new", 422, "must be 200 characters or fewer. It has 201",
        PAGE | {"title": LONG}),
    Bad("no title", "/s/desk/wiki/new", 422, "Enter a title", PAGE | {"title": "  "}),
    Bad("an empty text", "/s/desk/wiki/new", 422, "Enter some text", PAGE | {"body": " \r\n "}, kept=False),
    Bad("a too long text", "/s/desk/wiki/new", 422, "characters or fewer",
        PAGE | {"body": KEPT + "é" * (MAX_BODY // 2)}),
    Bad("a taken title", "/s/desk/wiki/new", 422, "is not available in this space", PAGE | {"title": "publishing"}),
    Bad("a parent that is elsewhere", "/s/desk/wiki/new", 422, CHOOSE, PAGE | {"parent": str(HUGE)}),
    Bad("a parent that is no number", "/s/desk/wiki/new", 422, CHOOSE, PAGE | {"parent": "x'"}),
    Bad("an outdated version", "/pages/2/edit", 409, "saved", EDIT | {"based_on": "0"}),
    Bad("a version that is no number", "/pages/2/edit", 409, "saved", EDIT | {"based_on": "'; --"}),
    Bad("a huge version", "/pages/2/edit", 409, "saved", EDIT | {"based_on": str(HUGE)}),
    Bad("a form over the limit", "/s/desk/wiki/new", 413, "your text is still in the form",
        PAGE | {"body": "x" * 2_100_000},
        kept=False),
    Bad("no token", "/s/desk/wiki/new", 400, "Nothing was changed", PAGE | {"csrf_token": ""}),
    Bad("a forged token", "/s/desk/wiki/new", 400, "Nothing was changed", PAGE | {"csrf_token": "ImZvcmdlZCI.Zx.abc"}),
    Bad("broken UTF-8", "/s/desk/wiki/new", 400, "not sent as UTF-8", b"title=%ff%fe&body=caf%e9", kept=False),
    Bad("raw broken bytes", "/s/desk/wiki/new", 400, "not sent as UTF-8", b"title=\xff\xfe&body=caf\xe9", kept=False),
    Bad("an empty answer", "/topics/3/answer", 422, "Enter your answer", {"body": ""}, kept=False),
    Bad("an answer to a page", "/topics/2/answer", 404, "", {"body": KEPT}),
    Bad("a reply to elsewhere", "/topics/3/reply", 409, "no longer here", {"body": KEPT, "to": "2"}),
    Bad("a reply to a huge number", "/topics/3/reply", 409, "no longer here", {"body": KEPT, "to": str(HUGE)}),
    Bad("a too long post", "/posts", 422, "500 characters or fewer", {"text": KEPT * 20, "to": "everyone"}),
    Bad("a post to a hidden space", "/posts", 422, "Choose who can read this", {"text": KEPT, "to": "space:mill"}),
    Bad("a post to nobody", "/posts", 422, "Choose who can read this", {"text": KEPT, "to": "department:99"}),
    Bad("a question to a hidden space", "/ask", 422, CHOOSE, {"title": "A", "body": KEPT, "space": "mill"}),
    Bad("a report without a reason", "/e/3/report", 422, "Choose a reason", {"text": KEPT}),
    Bad("a report for no such reason", "/e/3/report", 422, CHOOSE, {"text": KEPT, "reason": "x"}),
    Bad("a closed space without a reason", "/spaces/new", 422, "why the space is closed",
        {"name": "A", "slug": "a", "openness": "hidden", "description": KEPT}),
    Bad("an address of a space with blanks", "/spaces/new", 422, "letters a to z",
        {"name": "A", "slug": "a b", "openness": "open", "description": KEPT}),
    Bad("no such openness", "/spaces/new", 422, CHOOSE, {"name": "A", "openness": "x", "description": KEPT}),
    Bad("a date that is none", "/s/desk/openness", 422, "", {"openness": "hidden", "closed_reason": "legal",
        "review_on": "32/13"},
        kept=False),
    Bad("a name that is too long", "/people/me/edit", 422, "200", {"name": LONG, "about": KEPT}),
    Bad("no name", "/people/me/edit", 422, "Enter your name", {"name": "", "about": KEPT}),
    Bad("too much about oneself", "/people/me/edit", 422, "2000 characters or fewer", {"name": "A",
        "about": KEPT * 100}),
    Bad("a department that is none", "/s/desk/settings", 422, CHOOSE, {"name": "A", "department": "x",
        "welcome": KEPT}),
    Bad("a reaction that is none", "/e/3/reaction?word=%3Cscript%3E", 400, "Nothing was changed", {}, kept=False),
    Bad("a status that is none", "/pages/2/status", 400, "Nothing was changed", {"status": "<b>"}, kept=False),
    Bad("a role that is none", "/s/desk/members/role", 404, "", {"person": "2", "role": "king"}, kept=False),
    Bad("a member who is none", "/s/desk/members/remove", 404, "", {"person": str(HUGE)}, kept=False),
    Bad("a JSON body", "/s/desk/wiki/new", 400, "Nothing was changed", b'{"title": "A"}', kept=False,
        more={"headers": {"Content-Type": "application/json"}}),
    Bad("a broken multipart body", "/s/desk/wiki/new", 400, "Nothing was changed", b"--x\r\nbroken", kept=False,
        more={"headers": {"Content-Type": "multipart/form-data; boundary=x"}}),
]  # fmt: skip


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.what)
def test_bad_input_gets_a_plain_message(stage: Stage[World], visitors: dict[str, Visitor], bad: Bad) -> None:
    more = {"headers": URLENCODED, **bad.more} if isinstance(bad.form, bytes) else bad.more
    form = bad.form
    if isinstance(form, bytes) and b"%" in form + b"%" and "json" not in str(more) and "multipart" not in str(more):
        form += b"&csrf_token=" + visitors["aisha"].token.encode()
    answer = visitors["aisha"].ask(bad.method, bad.address, form, **more)
    assert answer.status_code == bad.status, answer.text[:3000]
    harmless(answer)
    assert bad.says in answer.text
    assert not bad.kept or KEPT in answer.text, "what was typed is given back"


def test_nothing_of_that_was_stored(stage: Stage[World], visitors: dict[str, Visitor]) -> None:
    found = visitors["aisha"].get("/s/desk/wiki/changes").text
    assert KEPT not in found and "Another page" not in found


WRONG_IDS = [
    "0",
    "-1",
    "1.5",
    "1e3",
    "01",
    "x",
    "%00",
    "1%00",
    "%C3%28",
    str(2**31),
    str(2**63),
    str(HUGE),
    "9" * 5000,
    "١",
    "²",
]


NUMBERED = ("<file_id>", "<login_id>", "<person_id>", "<department_id>", "<request_id>", "<change_id>", "<template_id>",
            "<folder_id>", "<confirmation_id>", "<draft_id>", "<notice_id>")  # fmt: skip


@pytest.mark.parametrize("number", WRONG_IDS, ids=lambda number: number[:30])
def test_a_malformed_number_is_not_found(stage: Stage[World], visitors: dict[str, Visitor], number: str) -> None:
    wrong = []
    for method, shape in listed_in(stage.app):
        if "_id>" in shape or "number>" in shape:
            address = shape.replace("<space_slug>", "desk").replace("<name>", "note.txt")
            address = address.replace("<number>", number if "<number>" in shape else "1").replace(
                "<entry_id>", "2" if "<number>" in shape else number
            )
            for part in NUMBERED:
                address = address.replace(part, number)
            status = visitors["ada" if "/admin" in shape else "aisha"].ask(method, address).status_code
            # Saying that a mention is dealt with, or ending a session, never tells whether there was one.
            if status != 404 and not (status == 303 and ("/waiting/" in shape or "/sessions/" in shape)):
                wrong.append(f"{method} {address[:80]}: {status}")
    assert [each for each in wrong if number not in ("01", "١")] == []
    stage.put_back()


WRONG_VALUES = ["", "%00", "%FF%FE", "%C3%28", "-1", str(HUGE), "1-" + str(HUGE), f"{HUGE}-1", "x" * 20_000,
                "%F0%9F%92%A9",
                "'%3B--", "<script>", "%E2%80%AE", "1" * 18, "٣", "²", "NaN", "a&a=b&a[]=c", "%250a",
                "+" * 100]  # fmt: skip
NAMES = ["q", "before", "after", "id", "kind", "view", "since", "at", "reply", "from", "to", "page", "sort",
         "space", "parent",
         "department", "role", "find", "place", "next", "title", "tags", "rest", "which", "date", "author", "tag",
         "entry", "post", "below"]  # fmt: skip
READ = ["/", "/posts", "/topics/3", "/posts/5", "/tags", "/tags/web", "/people", "/people/aisha.khan", "/departments",
        "/departments/1", "/departments/1/chart", "/people/me/sources",
        "/spaces", "/s/desk", "/s/desk/forum", "/s/desk/members", "/s/desk/posts",
        "/s/desk/wiki/changes",
        "/s/desk/wiki/wanted", "/s/desk/wiki/new", "/s/desk/wiki/publishing", "/search", "/search/suggest", "/fresh",
        "/e/2/history", "/e/2/compare", "/pages/2/move", "/ask", "/discuss", "/bookmarks", "/moderation",
        "/menu"]  # fmt: skip


@pytest.mark.parametrize("value", WRONG_VALUES, ids=lambda value: value[:20])
def test_no_question_put_to_a_page_crashes_it(visitors: dict[str, Visitor], value: str) -> None:
    query = "&".join(f"{name}={value}" for name in NAMES)
    wrong = {}
    for address in READ:
        answer = visitors["aisha"].get(f"{address}?{query}")
        if answer.status_code not in (200, 404):
            wrong[address] = answer.status_code
        elif answer.mimetype == "text/html":
            harmless(answer)
    for address in ("/admin/people", "/admin/departments", "/admin/departments/new"):
        assert visitors["ada"].get(f"{address}?{query}").status_code == 200
    assert wrong == {}


@pytest.mark.parametrize("value", WRONG_VALUES, ids=lambda value: value[:20])
def test_no_value_in_a_form_crashes_it(stage: Stage[World], visitors: dict[str, Visitor], value: str) -> None:
    """Every form of the desk, with every field that any form has set to the same strange value."""
    names = NAMES + ["body", "text", "name", "description", "welcome", "openness", "closed_reason", "review_on", "slug",
                     "based_on", "summary", "minor", "number", "answer", "person", "username", "email", "reason",
                     "message",
                     "status", "before", "on", "vote", "grant", "outcome", "word", "languages", "phone",
                     "about"]  # fmt: skip
    wrong = []
    values = {"space_slug": "desk", "entry_id": "3", "slug": "publishing", "username": "ben.okafor", "name": "web",
              "request_id": "1",
              "person_id": "2", "department_id": "1", "login_id": "1", "token": "made-up", "file_id": "1"}  # fmt: skip
    body = "&".join(f"{name}={value}" for name in names) + f"&csrf_token={visitors['aisha'].token}"
    for method, shape in sorted(listed_in(stage.app)):
        if method == "POST" and shape not in ("/sign-out", "/sign-in"):
            address = shape
            for name, each in values.items():
                address = address.replace(
                    f"<{name}>", "2" if name == "entry_id" and shape.startswith("/pages") else each
                )
            status = (
                visitors["ada" if "/admin" in shape else "aisha"]
                .post(address, body.encode(), headers=URLENCODED)
                .status_code
            )
            if status >= 500:
                wrong.append(f"{address}: {status}")
            if status < 400:
                stage.put_back()
    assert wrong == []


@pytest.mark.parametrize(
    "address",
    ["/%FF", "/s/%C3%28", "/s/desk/wiki/%FF%FE", "/people/%00", "/tags/%00", "/tags/%ED%A0%80", "/s/%00",
    "/s/desk/wiki/%00",
     "/files/1/%00", "/sign-up/%00", "/password/reset/%FF", "/people/" + "x" * 5000, "/" + "a/" * 2000,
     "/s/desk/../mill",
     "/s/desk/%2e%2e/mill", "/static/..%2f..%2fapp.py", "/static/%2e%2e/app.py", "/static/%00", "//evil.example/x",
     "/s//wiki/"],
)  # fmt: skip
def test_a_broken_address_is_not_found(visitors: dict[str, Visitor], address: str) -> None:
    answer = visitors["aisha"].get(address)
    assert answer.status_code in (404, 308), address
    if answer.status_code == 404:
        harmless(answer)
    else:
        assert not answer.headers["Location"].startswith("//")


ELSEWHERE = ["//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil.example", "/%09/evil.example",
             "/\t/evil.example",
             "javascript:alert(1)", "https:evil.example", "///evil.example", "/\x00/evil.example",
             " //evil.example", "http:/\\x",
             "/\r\nLocation: https://evil.example", "/\nSet-Cookie: a=b", "//evil.example@localhost",
             "https://localhost@evil.example",
             "/x\r\n\r\n<script>", "data:text/html,x", "//[::1", "/%0d%0aSet-Cookie:a=b"]  # fmt: skip


@pytest.mark.parametrize("address", ELSEWHERE)
def test_nobody_is_sent_elsewhere_and_no_header_is_added(
    stage: Stage[World], visitors: dict[str, Visitor], address: str
) -> None:
    form = {"username": "aisha.khan", "password": PASSWORD, "next": address}
    signed_in = visitors["nobody"].post("/sign-in", form)
    there_already = visitors["aisha"].get(f"/sign-in?next={quote(address)}")
    back = visitors["aisha"].post("/e/3/bookmark", {}, headers={"Referer": quote(address, safe=":/\\@[]")})
    for answer in (signed_in, there_already, back):
        assert answer.status_code == 303, answer.status_code
        target = answer.headers["Location"]
        assert target.startswith("/") and not target.startswith(("//", "/\\")), target
        assert not set(target) & set("\r\n\t\\")
        assert "a=b" not in answer.headers.getlist("Set-Cookie")
    stage.put_back()


def test_every_address_answers_every_method(stage: Stage[World], visitors: dict[str, Visitor]) -> None:
    """HEAD as GET without a body; OPTIONS says what there is; what there is not is 405 with a page of ours."""
    wrong = []
    values = {"space_slug": "desk", "slug": "publishing", "entry_id": "3", "username": "ben.okafor", "name": "web",
              "number": "1",
              "token": "made-up", "filename": "css/site.css"}  # fmt: skip
    for rule in stage.app.url_map.iter_rules():
        address = shape_of(rule)
        for name, value in values.items():
            address = address.replace(f"<{name}>", value)
        address = address.replace("<", "").replace(">", "") if "_id>" not in address else address.split("<")[0] + "1"
        for method in ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE"):
            answer = visitors["aisha"].ask(method, address)
            allowed = {"HEAD": answer.status_code < 500, "OPTIONS": answer.status_code in (200, 404)}
            if not allowed.get(method, answer.status_code in (404, 405)) or (method == "HEAD" and answer.data):
                wrong.append(f"{method} {address}: {answer.status_code}")
    assert wrong == []
