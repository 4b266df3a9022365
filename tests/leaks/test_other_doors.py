"""Doors that are no pages: the command line, live news, mails, and what error messages say of names that are taken."""

import json

import pytest

from models.core.db import commit
from models.core.outbox import OutboxJob
from models.entries.editing import edit
from models.entries.entry import Entry
from models.entries.reading import visible_entry
from models.entries.trashing import trash, untrash
from models.microblog.micropost import post
from models.people.person import person_named
from models.policy.viewer import viewer_of
from models.spaces.space import Space
from models.wiki.requests.approval import lift_approval
from tests.cookies import COOKIE
from tests.leaks.doors import typed_forms
from tests.leaks.planting import MARK, PLAIN, Planted
from tests.leaks.seeing import MEMBERS, STRANGERS, secrets_in, shown
from tests.lines import heard, open_line
from tests.staging import Stage, Visitor

Visitors = dict[str, Visitor]
SIGNED_IN = {who: name for who, name in STRANGERS.items() if name and "disabled" not in who}
FORM = {"name": "A space", "openness": "open"}


@pytest.mark.parametrize("who", SIGNED_IN)
@pytest.mark.parametrize("text", [PLAIN, MARK, f"{MARK}*", f"{MARK}pagetitl", "eve.left"])
def test_the_command_line_finds_what_the_person_may_read(
    planted: Stage[Planted], visitors: Visitors, who: str, text: str
) -> None:
    for more in ([], ["--json"]):
        found = planted.app.test_cli_runner().invoke(args=["search", text, "--as", SIGNED_IN[who], *more])
        assert found.exit_code == 0, found.output
        assert secrets_in(found.output, text) == set()


@pytest.mark.parametrize("who", SIGNED_IN)
@pytest.mark.parametrize("text", [PLAIN, f"{MARK} {MARK}pagetitle", "eve.left"])
def test_the_command_line_names_experts_by_what_the_person_may_read(
    planted: Stage[Planted], visitors: Visitors, who: str, text: str
) -> None:
    for more in ([], ["--json"], ["--departments"]):
        found = planted.app.test_cli_runner().invoke(args=["experts", text, "--as", SIGNED_IN[who], *more])
        assert found.exit_code == 0, found.output
        assert secrets_in(found.output, text) == set()


@pytest.mark.parametrize("who", SIGNED_IN)
def test_what_is_like_a_text_that_is_typed_shows_nothing_secret(
    planted: Stage[Planted], visitors: Visitors, who: str
) -> None:
    for address, form in typed_forms():
        answer = visitors[who].post(address, form)
        assert answer.status_code in (200, 403, 422), (address, form)
        assert secrets_in(shown(planted.app, answer), f"{form}") == set(), (address, form)


def test_the_command_line_refuses_a_disabled_account(planted: Stage[Planted], visitors: Visitors) -> None:
    assert planted.app.test_cli_runner().invoke(args=["search", PLAIN, "--as", "dan.gone"]).exit_code != 0


def test_a_run_of_queries_names_nothing_secret(planted: Stage[Planted], visitors: Visitors, tmp_path) -> None:
    (tmp_path / "queries.jsonl").write_text(json.dumps({"id": "1", "text": PLAIN}))
    options = ["--queries", str(tmp_path / "queries.jsonl"), "--run", str(tmp_path / "run")]
    found = {}
    for who in ("tomas.reyes", MEMBERS["a member"]):
        planted.app.test_cli_runner().invoke(args=["search", "--as", who, *options])
        found[who] = (tmp_path / "run").read_text()
    secret = [f" entry:{each} " for each in planted.world.secret["entry_id"]]
    assert [each for each in secret if each in found["tomas.reyes"]] == []
    assert any(each in found[MEMBERS["a member"]] for each in secret)


@pytest.mark.parametrize("who", SIGNED_IN)
def test_an_export_on_the_command_line_holds_what_its_person_may_read(
    planted: Stage[Planted], visitors: Visitors, who: str, tmp_path
) -> None:
    written = ""
    for number, slug in enumerate((*planted.world.secret["space_slug"], *planted.world.public["space_slug"])):
        out, page = tmp_path / str(number), tmp_path / f"{number}.html"
        for more in (["--out", str(out)], ["--out", str(page), "--format", "html"]):
            done = planted.app.test_cli_runner().invoke(args=["export", "space", slug, "--as", SIGNED_IN[who], *more])
            written += done.output.replace(slug, "")
        files = [page, *out.rglob("*")] if out.exists() else [page]
        written += "".join(f"{each.name}\n{each.read_text(errors='replace')}" for each in files if each.is_file())
    assert written and secrets_in(written) == set()


@pytest.mark.parametrize("who", SIGNED_IN)
def test_a_preview_shows_parts_with_the_rights_of_who_asks(
    planted: Stage[Planted], visitors: Visitors, who: str
) -> None:
    """Whoever knows the names of secret pages learns nothing by including them."""
    titles = [f"{MARK}vaultslug:{MARK}pagetitle", f"{MARK}spaceslug:{MARK}pagetitle", f"desk:{MARK}narrowtitle"]
    titles += ["desk:Rota of the unit", f"{MARK}spaceslug:{MARK}oldtitle"]
    text = "\n\n".join(f"{{{{include: {title}}}}}\n\n{{{{excerpt: {title}}}}}" for title in titles)
    answer = visitors[who].post("/preview?space=desk", {"text": text})
    assert secrets_in(answer.text, text) == set()


def test_a_preview_shows_members_the_parts_that_they_may_read(planted: Stage[Planted], visitors: Visitors) -> None:
    text = f"{{{{include: {MARK}spaceslug:{MARK}pagetitle}}}}\n\n{{{{include: desk:Rota of the unit}}}}"
    seen = secrets_in(visitors["a member by department"].post("/preview?space=desk", {"text": text}).text, text)
    assert {f"{MARK}pagebody", f"{MARK}partbody"} <= seen


def test_live_news_of_a_hidden_space_reach_its_members_alone(planted: Stage[Planted], visitors: Visitors) -> None:
    hub = planted.app.extensions["witan"].extras["live"]
    hub.start()
    client = planted.app.test_client(use_cookies=False)
    opened = {who: open_line(client, Cookie=f"{COOKIE}={visitor.cookie}") for who, visitor in visitors.items()}
    lines = {who: line for who, line in opened.items() if line}
    with planted.database.writing_session() as session:
        mei, vault = person_named(session, "mei.wong"), session.query(Space).filter_by(slug=f"{MARK}spaceslug").one()
        entry_id = planted.world.secret["entry_id"][0]
        entry = visible_entry(session, viewer_of(session, mei.id), Entry, entry_id, with_text=True)
        lift_approval(session, mei, vault, None)
        for act in (
            lambda: post(session, mei, f"{MARK}livepost @tomas.reyes", space=vault),
            lambda: edit(entry, by=mei, based_on=entry.version, body=f"{MARK}livebody"),
            lambda: trash(entry, mei),
            lambda: untrash(entry, mei),
        ):
            act()
            commit(session)
    with planted.database.reading() as session:
        ids = {who: person_named(session, str(name)).id for who, name in (STRANGERS | MEMBERS).items() if who in lines}
    events = {who: heard(hub, line, ids[who]) for who, line in lines.items()}
    hub.stop()
    for line in lines.values():
        line.end.close()
    planted.put_back()
    assert {who for who in events if events[who]} == set(MEMBERS)
    assert secrets_in(json.dumps(events)) == set()


def test_mails_tell_nothing_secret(planted: Stage[Planted], visitors: Visitors) -> None:
    """Whatever was promised to be mailed while the world came about, and when links are asked for by secret names."""
    visitors["nobody"].post("/password/forgotten", {"username": f"{MARK}guestuser"})
    visitors["nobody"].post("/password/forgotten", {"username": "tomas.reyes"})
    with planted.database.reading() as session:
        jobs = session.query(OutboxJob).filter_by(task="mail").all()
        assert [secrets_in(json.dumps(each.payload)) for each in jobs] == [set()] * len(jobs) != []
    planted.put_back()


def test_a_taken_address_of_a_hidden_space_is_just_not_available(planted: Stage[Planted], visitors: Visitors) -> None:
    hidden = visitors["an outsider"].post("/spaces/new", {**FORM, "slug": f"{MARK}spaceslug"})
    shown = visitors["an outsider"].post("/spaces/new", {**FORM, "slug": "desk"})
    assert hidden.status_code == shown.status_code == 422
    assert "This address is not available" in hidden.text
    assert secrets_in(hidden.text, f"{MARK}spaceslug") == set()
    named = visitors["an outsider"].post("/spaces/new", {**FORM, "name": f"{MARK}spacename"})
    assert named.status_code == 303, "names are free: only addresses are unique"
    planted.put_back()


def test_a_taken_title_does_not_say_that_a_page_is_hidden_there(planted: Stage[Planted], visitors: Visitors) -> None:
    """Ben writes pages in the desk, where a page stands that only another unit may read."""
    ben = planted.visitor(planted.world.people["ben.okafor"])
    answer = ben.post("/s/desk/wiki/new", {"title": f"{MARK}narrowtitle", "body": "Text", "parent": "0"})
    assert answer.status_code == 422
    assert "not available" in answer.text and "already has a page" not in answer.text
    planted.put_back()


def test_a_taken_username_of_a_guest_is_just_not_available(planted: Stage[Planted], visitors: Visitors) -> None:
    form = {"name": "A name", "username": f"{MARK}guestuser"}
    answer = visitors["an administrator"].post("/admin/people/new", form)
    assert answer.status_code == 422 and "This username is not available" in answer.text


def test_previewing_a_name_does_not_say_whether_a_guest_has_it(planted: Stage[Planted], visitors: Visitors) -> None:
    drawn = visitors["an outsider"].post("/preview", {"text": f"@{MARK}guestuser"}).text
    made_up = visitors["an outsider"].post("/preview", {"text": "@made.up"}).text
    assert drawn.replace(f"{MARK}guestuser", "made.up") == made_up
