"""Plans the opportunities of the demo world: what is offered, who offers to take part, who could fit."""

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from models.opportunities.offering import accept, decline, offer
from models.opportunities.opportunity import Facts, publish
from models.opportunities.wishes import wish
from models.people.skill import claim_skill
from models.transfer import demo_files

if TYPE_CHECKING:
    from models.transfer.demo_world import DemoWorld

ANSWERED_AFTER = timedelta(hours=5)
Values = dict[str, Any]


def plan_opportunities(world: "DemoWorld") -> None:
    for each in demo_files.listed("opportunities.yaml"):
        made: Values = {}
        world.at(world.moment(each["days_ago"]), partial(_publish, world, each, made))
        for one in each.get("offers", ()):
            offered = world.moment(one["days_ago"])
            world.at(offered, partial(_offer, world, made, one))
            if "accept" in one or "decline" in one:
                world.at(offered + ANSWERED_AFTER, partial(_answer, world, each, made, one))
        for one in each.get("fits", ()):
            world.at(world.now, partial(_agree, world, each, one))


def _publish(world: "DemoWorld", each: Values, made: Values) -> None:
    facts = Facts(
        sort=each["sort"],
        offers_until=_day(world, each["until"]) or world.now.date(),
        place=each["place"],
        remote=each.get("remote", False),
        hours=each.get("hours"),
        starts_on=_day(world, each.get("starts")),
        ends_on=_day(world, each.get("ends")),
        wanted=each["wanted"],
        skills=tuple(each["skills"]),
    )
    space = world.spaces[each["space"]] if "space" in each else None
    made["entry"] = publish(
        world.session,
        world.people[each["author"]],
        each["title"],
        each["body"],
        facts,
        space=space,
        tags=each.get("tags", ()),
    )
    world.entries += 1


def _day(world: "DemoWorld", ahead: int | None) -> date | None:
    return world.now.date() + timedelta(days=ahead) if ahead is not None else None


def _offer(world: "DemoWorld", made: Values, one: Values) -> None:
    offer(made["entry"], world.people[one["by"]], one["line"])


def _answer(world: "DemoWorld", each: Values, made: Values, one: Values) -> None:
    owner, person = world.people[each["author"]], world.people[one["by"]]
    if "decline" in one:
        decline(made["entry"], owner, person.id, one["decline"])
    else:
        accept(made["entry"], owner, person.id)


def _agree(world: "DemoWorld", each: Values, one: Values) -> None:
    """Somebody shows the skills that are asked for, and agreed to be shown such things and to be found."""
    person = world.people[one["who"]]
    for name in one["skills"]:
        claim_skill(world.session, person, name)
    wish(world.session, person, [each["sort"]], [each["sort"]])
