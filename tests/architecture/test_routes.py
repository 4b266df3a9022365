"""No route without a rule, and the addresses that are written out are those of the routes."""

import re
from types import SimpleNamespace

from flask import Flask, url_for

from blueprints.kit import addresses
from blueprints.kit.guards import UNGUARDED
from models.policy.rules import RULES
from tests.architecture.sources import ROOT


def test_every_route_declares_its_rule(app: Flask) -> None:
    missing = [
        f"{rule.rule} ({app.view_functions[rule.endpoint].__module__})"
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in UNGUARDED and not hasattr(app.view_functions[rule.endpoint], "rule")
    ]
    assert not missing, f"add @allow(...) or @public to the function of: {missing}"


def test_every_rule_is_used_by_a_route_or_asked_in_code(app: Flask) -> None:
    declared = {getattr(view, "rule", "") for view in app.view_functions.values()}
    sources = "".join(
        file.read_text() for folder in ("blueprints", "templates") for file in (ROOT / folder).rglob("*.*")
        if file.suffix in (".py", ".html")
    )  # fmt: skip
    generic = {f"entry.{action.split('.')[1]}" for action in RULES}
    unused = [
        action
        for action in RULES
        if action not in declared
        and f'"{action}"' not in sources
        and f"'{action}'" not in sources
        and not (f"entry.{action.split('.')[1]}" in declared | generic and not action.startswith("entry."))
    ]
    assert not unused, f"nobody asks these rules: {unused}"


def test_get_changes_nothing_so_every_change_is_a_post(app: Flask) -> None:
    wrong = [
        rule.rule for rule in app.url_map.iter_rules() if rule.methods and rule.methods & {"PUT", "PATCH", "DELETE"}
    ]
    assert not wrong, f"forms know GET and POST: {wrong}"


def test_addresses_written_out_are_those_of_the_routes(app: Flask) -> None:
    def row(kind: str, root: int | None = None) -> SimpleNamespace:
        return SimpleNamespace(kind=kind, id=7, slug="b", space_slug="a", root_id=root)

    with app.test_request_context():
        assert addresses.entry_href(row("page")) == url_for("wiki.show_page", space_slug="a", slug="b")
        assert addresses.entry_href(row("question")) == url_for("forums.show_topic", entry_id=7)
        assert addresses.entry_href(row("post")) == url_for("microblog.show_post", entry_id=7)
        assert addresses.entry_href(row("answer", 3)) == url_for("entries.permalink", entry_id=7)
        assert addresses.space_href("a") == url_for("spaces.show", space_slug="a")
        assert addresses.person_href("p.q") == url_for("people.show", username="p.q")
        assert addresses.tag_href("t") == url_for("tags.show_topic", name="t")


def test_numbers_that_were_sent_are_kept_small_by_whoever_reads_them() -> None:
    """`Sent.get` alone knows what `type=int` may be; elsewhere it would be a number that no database can look for."""
    lists = re.compile(r"(\.values\.get|\.getlist)\([^)]*type=int")
    found = [str(path) for path in (ROOT / "blueprints").rglob("*.py") if lists.search(path.read_text("utf-8"))]
    assert not found, f"write type=number (blueprints/kit/sent.py): {found}"
