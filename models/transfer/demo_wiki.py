"""What happens on the demo's pages: comments, translations, changes that wait for approval, a procedure to confirm."""

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from models.entries.editing import edit
from models.entries.tagging import tags_on
from models.policy.viewer import viewer_of
from models.transfer import demo_files
from models.wiki.comments.commenting import Chosen, answer_comment, comment, resolve_comment
from models.wiki.page import Page
from models.wiki.procedures.confirming import Audience, issue, sign
from models.wiki.procedures.procedure import make_procedure
from models.wiki.requests.approval import require_approval
from models.wiki.requests.requesting import propose, visible_request
from models.wiki.requests.reviewing import comment as remark
from models.wiki.writing.translating import translate

if TYPE_CHECKING:
    from models.transfer.demo_world import DemoWorld

CONFIRMED_AFTER = timedelta(hours=7)

Values = dict[str, Any]


def plan_wiki(world: "DemoWorld") -> None:
    """Plan everything of `wiki.yaml` but the files."""
    told = demo_files.told("wiki.yaml")
    for each in told["comments"]:
        _plan_comment(world, each)
    for each in told["translations"]:
        world.at(world.moment(each["days_ago"]), partial(_translate, world, each))
        if moved := each.get("original_changes"):
            world.at(world.moment(moved["days_ago"]), partial(_change, world, each, moved))
    for each in told["approval"]:
        world.at(world.moment(each["days_ago"]), partial(_ask_for_approval, world, each))
        for change in each["changes"]:
            _plan_change(world, each, change)
    for each in told["procedures"]:
        world.at(world.moment(each["since_days_ago"]), partial(_make_procedure, world, each))
        _plan_confirming(world, each, each["ask"])


def _page(world: "DemoWorld", each: Values) -> Page:
    return world.pages[each["space"], each["page"]]


def _plan_comment(world: "DemoWorld", each: Values) -> None:
    head: Values = {}
    world.at(world.moment(each["days_ago"]), partial(_comment, world, each, head))
    for said in each.get("answers", ()):
        world.at(world.moment(said["days_ago"]), partial(_answer, world, each, head, said))
    if done := each.get("resolved"):
        world.at(world.moment(done["days_ago"]), lambda: resolve_comment(head["comment"], world.people[done["by"]]))


def _comment(world: "DemoWorld", each: Values, head: Values) -> None:
    chosen = Chosen(each["passage"]) if each.get("passage") else None
    head["comment"] = comment(_page(world, each), world.people[each["author"]], each["text"], chosen=chosen)


def _answer(world: "DemoWorld", each: Values, head: Values, said: Values) -> None:
    answer_comment(head["comment"], _page(world, each), world.people[said["author"]], said["text"])


def _translate(world: "DemoWorld", each: Values) -> None:
    original, author = _page(world, each), world.people[each["author"]]
    made = translate(
        original, author, each["language"], each["title"], each["text"], tags=tags_on(world.session, original)
    )
    world.pages[each["space"], each["title"]] = made
    world.entries += 1


def _change(world: "DemoWorld", each: Values, moved: Values) -> None:
    page = _page(world, each)
    body = page.body.replace(moved["old"], moved["new"])
    edit(page, by=world.people[moved["by"]], based_on=page.version, body=body, summary=moved["summary"])


def _ask_for_approval(world: "DemoWorld", each: Values) -> None:
    space, by = world.spaces[each["space"]], world.people[each["by"]]
    require_approval(world.session, by, space, _page(world, each), needed=each["needed"])


def _plan_change(world: "DemoWorld", each: Values, change: Values) -> None:
    sent: Values = {}
    world.at(world.moment(change["days_ago"]), partial(_propose, world, each, change, sent))
    for said in change.get("remarks", ()):
        world.at(world.moment(said["days_ago"]), partial(_remark, world, change, sent, said))


def _propose(world: "DemoWorld", each: Values, change: Values, sent: Values) -> None:
    page, author = _page(world, each), world.people[change["author"]]
    body = page.body.replace(change["after"], f"{change['after']}\n{change['line']}")
    tags = tags_on(world.session, page)
    made = propose(
        world.session, author, page, based_on=page.version, title=page.title, body=body, tags=tags,
        summary=change["summary"],
    )  # fmt: skip
    world.session.flush()
    sent["id"], sent["line"] = made.id if made else 0, body.split("\n").index(change["line"]) + 1


def _remark(world: "DemoWorld", change: Values, sent: Values, said: Values) -> None:
    """The first remark stands at the line, the others answer it."""
    person = world.people[said["author"]]
    request = visible_request(world.session, viewer_of(world.session, person), sent["id"])
    place: Values = {"parent_id": sent["head"]} if "head" in sent else {
        "number": 1, "side": "new", "line": sent["line"], "quote": change["line"],
    }  # fmt: skip
    made = remark(request, person, said["text"], **place)
    world.session.flush()
    sent.setdefault("head", made.id)


def _make_procedure(world: "DemoWorld", each: Values) -> None:
    since = world.moment(each["since_days_ago"]).date()
    make_procedure(world.session, world.people[each["by"]], _page(world, each), since, each["version"], since=True)


def _plan_confirming(world: "DemoWorld", each: Values, asked: Values) -> None:
    made: Values = {}
    begun = world.moment(asked["days_ago"])
    world.at(begun, partial(_ask_to_confirm, world, each, asked, made))
    for number, name in enumerate(asked["confirmed"], start=1):
        world.at(begun + CONFIRMED_AFTER * number, partial(_confirm, world, each, name, made))


def _ask_to_confirm(world: "DemoWorld", each: Values, asked: Values, made: Values) -> None:
    by, due = world.people[each["by"]], (world.now + timedelta(days=asked["due_in_days"])).date()
    made["round"] = issue(world.session, by, _page(world, each), Audience("space"), due, text=asked["text"])


def _confirm(world: "DemoWorld", each: Values, name: str, made: Values) -> None:
    sign(made["round"], world.people[name], _page(world, each).version)
