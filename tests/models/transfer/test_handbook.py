"""Handbooks: tree, titles, links, authors, pictures, history, and running the same import again."""

import json
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.core.db import Database
from models.entries.linking import Link
from models.entries.revision import Revision
from models.entries.tagging import tags_on
from models.files.file import File
from models.files.storing import version_of
from models.people.department import Department
from models.people.person import Person, add_person
from models.spaces.membership import Membership
from models.transfer.handbook import Handbook, import_handbook
from models.transfer.intake import Intake
from models.wiki.page import Page
from tests.models.transfer.conftest import Run, count, entry
from tests.shared import shared_path

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
FILES = {
    "LICENSE.md": "Free.",
    "pages/index.md": "---\ntitle: Ferry handbook\n---\nStart with [tools](/tools/) or [the map](tools/map.md#legend).",
    "pages/tools/index.md": "---\ntitle: Tools\ntags: [kit, Sea Charts]\nauthors:\n  - mia-lund\n---\n"
    "See [us](../about/).",
    "pages/tools/map.md": "---\ntitle: Map\ndate: 2024-05-01\n---\n"
    "# Map\n\n![Chart](chart.png) ![Gone](gone.png) [old](/atlas)",
    "pages/tools/net.md": "---\ntitle: Net\nredirect_from:\n  - /atlas/\noutdated: true\n---\n"
    '{% comment %}no{% endcomment %}Knots {% slack_channel "knots" %}',
    "pages/about.md": "---\ntitle: About\n---\nWho we are.\n\n```\n[code](/tools/)\n```\n",
    "pages/sea/one.md": "No front matter but [outside](https://example.org) and [missing](/nowhere/).",
    "pages/sea/two.md": "---\ntitle: About\n---\nAnother page with the same title.",
    "pages/away.md": "---\ntitle: Away\nredirect_to: https://example.org\n---\n",
    "pages/broken.md": "---\ntitle: [unclosed\n---\nText",
    "pages/empty.md": "---\ntitle: Empty\n---\n",
    "pages/authors/mia-lund.md": "---\ndisplay_name: Mia Lund\nslug: mia-lund\n"
    "agency_full_name: Ministry of Ferries\n---\nI sail.",
}
CHANGES = [
    {"rev": "c3", "time": "2024-06-03T10:00:00+00:00", "author": "u-abc", "bot": False, "summary": "Mend the map",
     "changes": [["M", "pages/tools/map.md"]]},
    {"rev": "c2", "time": "2024-06-02T10:00:00+00:00", "author": "u-def", "bot": False, "summary": "Move",
     "changes": [["R", "pages/chart.md", "pages/tools/map.md"]]},
    {"rev": "c1", "time": "2024-06-01T10:00:00+00:00", "author": "u-def", "bot": False, "summary": "Begin",
     "changes": [["A", "pages/chart.md"], ["A", "pages/about.md"]]},
]  # fmt: skip
TEXTS = {
    "page": "pages/about.md",
    "revisions": [
        {"rev": "c1", "time": "2024-06-01T10:00:00Z", "author": "u-def", "summary": "Begin", "text": "First words."},
        {"rev": "c4", "time": "2024-06-04T10:00:00Z", "author": "u-abc", "summary": "More", "text": "More words."},
    ],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "handbook"
    for path, text in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    (root / "pages/tools/chart.png").write_bytes(PNG)
    (root / "revisions.jsonl").write_text("\n".join(map(json.dumps, CHANGES)) + "\n")
    (root / "page-histories.jsonl").write_text(json.dumps(TEXTS) + "\n")
    return root


@pytest.fixture
def handbook(folder: Path) -> Handbook:
    return Handbook(folder, "ferries", "Ministry of Ferries", "Ferry handbook")


def page(session: Session, path: str) -> Page:
    found = entry(session, f"handbook:ferries:pages/{path}")
    assert isinstance(found, Page)
    return found


def test_folders_become_the_tree_and_one_without_an_index_gets_a_page(
    run: Run, handbook: Handbook, after: Session
) -> None:
    run(import_handbook, handbook)
    assert page(after, "tools/map.md").parent_id == page(after, "tools/index.md").id
    sea = entry(after, "handbook:ferries:sea/")
    assert page(after, "sea/one.md").parent_id == page(after, "sea/two.md").parent_id == sea.id
    assert page(after, "index.md").parent_id is None
    assert page(after, "tools/index.md").parent_id is None


def test_links_between_files_become_wiki_links(run: Run, handbook: Handbook, after: Session) -> None:
    run(import_handbook, handbook)
    start = page(after, "index.md")
    assert start.body == "Start with [[Tools|tools]] or [[Map#legend|the map]].\n"
    targets = set(after.scalars(select(Link.target_id).where(Link.source_id == start.id)))
    assert targets == {page(after, "tools/index.md").id, page(after, "tools/map.md").id}
    assert "[[Net|old]]" in page(after, "tools/map.md").body


def test_links_in_code_and_to_elsewhere_stay_as_they_are(run: Run, handbook: Handbook, after: Session) -> None:
    run(import_handbook, handbook)
    assert "[code](/tools/)" in page(after, "about.md").body
    assert "[missing](/nowhere/)" in page(after, "sea/one.md").body


def test_template_language_becomes_plain_text(run: Run, handbook: Handbook, after: Session) -> None:
    run(import_handbook, handbook)
    assert page(after, "tools/net.md").body == "Knots `#knots`\n"


def test_front_matter_gives_tags_status_author_and_department(run: Run, handbook: Handbook, after: Session) -> None:
    run(import_handbook, handbook)
    tools = page(after, "tools/index.md")
    mia = after.scalars(select(Person).where(Person.username == "mia-lund")).one()
    ministry = after.scalars(select(Department)).one()
    assert tags_on(after, tools) == ["kit", "sea-charts"]
    assert (tools.author_id, mia.name, mia.department_id) == (mia.id, "Mia Lund", ministry.id)
    assert page(after, "tools/net.md").status == "outdated"


def test_the_same_title_twice_says_which_is_meant(run: Run, handbook: Handbook, after: Session) -> None:
    run(import_handbook, handbook)
    assert page(after, "about.md").title == "About"
    assert page(after, "sea/two.md").title == "About (Sea)"


def test_pictures_that_are_there_are_attached_and_drawn(run: Run, handbook: Handbook, after: Session) -> None:
    run(import_handbook, handbook)
    chart = page(after, "tools/map.md")
    kept = after.scalars(select(File)).one()
    assert (kept.root_id, kept.title, version_of(after, kept).media_type) == (chart.id, "chart.png", "image/png")
    assert f'src="/files/{kept.id}/chart.png"' in chart.html
    assert "Gone" in chart.html


def test_changes_whose_text_is_unknown_are_told_of_but_are_no_versions(
    run: Run, handbook: Handbook, after: Session
) -> None:
    run(import_handbook, handbook)
    chart = page(after, "tools/map.md")
    assert chart.version == 1
    assert [told["summary"] for told in (chart.origin or {})["history"]] == ["Begin", "Move"]
    newest = after.scalars(select(Revision).where(Revision.entry_id == chart.id)).one()
    assert newest.summary == "Mend the map"


def test_known_earlier_texts_become_versions_of_their_authors(run: Run, handbook: Handbook, after: Session) -> None:
    run(import_handbook, handbook)
    about = page(after, "about.md")
    kept = after.scalars(select(Revision).where(Revision.entry_id == about.id).order_by(Revision.number)).all()
    assert [each.body.strip() for each in kept][:2] == ["First words.", "More words."]
    assert kept[-1].body == about.body
    assert about.created_at.isoformat().startswith("2024-06-01")


def test_what_is_no_page_is_left_out_with_the_reason(run: Run, handbook: Handbook) -> None:
    left_out = run(import_handbook, handbook).left_out
    reasons = {which.split(":")[0]: reason for reason, found in left_out.items() for which in found}
    assert reasons["pages/away.md"] == "it only leads to another address"
    assert reasons["pages/empty.md"] == "it has no text"
    assert reasons["pages/broken.md"] == "its front matter cannot be read"
    assert "LICENSE.md" in reasons


def test_a_second_import_changes_nothing(run: Run, handbook: Handbook, after: Session) -> None:
    first = run(import_handbook, handbook)
    pages = count(after, Page.kind == "page")
    again = run(import_handbook, handbook)
    assert count(after, Page.kind == "page") == pages == first.taken["page"] == again.unchanged["page"]
    assert not again.taken
    assert not again.changed


def test_the_account_that_stands_for_all_authors_is_closed(run: Run, handbook: Handbook, after: Session) -> None:
    run(import_handbook, handbook)
    everybody = after.scalars(select(Person).where(Person.origin_id == "handbook:ferries:authors")).one()
    assert everybody.disabled_at and everybody.name == "Authors of Ferry handbook"
    everybody.disabled_at = None
    after.commit()
    run(import_handbook, handbook)
    after.refresh(everybody)
    assert everybody.disabled_at


def test_a_changed_file_becomes_a_new_version(run: Run, handbook: Handbook, folder: Path, after: Session) -> None:
    run(import_handbook, handbook)
    (folder / "pages/sea/one.md").write_text("Now with more text.")
    again = run(import_handbook, handbook)
    assert again.changed == {"page": 1}
    assert page(after, "sea/one.md").version == 2


def test_a_page_that_was_changed_here_stays_when_its_source_does_not_change(
    run: Run, handbook: Handbook, empty: object, after: Session
) -> None:
    run(import_handbook, handbook)
    with empty.writing() as session:  # type: ignore[attr-defined]
        found = page(session, "sea/one.md")
        found.body = "Changed by a colleague."
    assert not run(import_handbook, handbook).changed
    assert page(after, "sea/one.md").body == "Changed by a colleague."


@pytest.mark.shared_data
@pytest.mark.parametrize(("name", "pages"), [("home-office-engineering", 60), ("gov-service-manual", 200)])
def test_a_real_handbook_is_taken_with_its_links(run: Run, after: Session, name: str, pages: int) -> None:
    folder = shared_path(f"data/handbook-{name}")
    report = run(import_handbook, Handbook(folder, "real", "Home Office"))
    assert count(after, Page.kind == "page") == report.taken["page"] >= pages
    wanted = after.scalars(select(Link).where(Link.target_id.is_(None))).all()
    found = after.scalars(select(Link).where(Link.target_id.is_not(None))).all()
    assert len(found) > 20 * len(wanted)


def test_signs_written_as_html_entities_in_a_title_are_read(
    run: Run, handbook: Handbook, folder: Path, after: Session
) -> None:
    (folder / "pages/salt.md").write_text('---\ntitle: "Fish &amp; chips"\n---\nSalt.')
    run(import_handbook, handbook)
    assert page(after, "salt.md").title == "Fish & chips"


def test_a_space_that_nobody_could_own_goes_to_whom_the_next_import_names(
    run: Run, handbook: Handbook, empty: Database, after: Session
) -> None:
    first = run(import_handbook, handbook)
    assert any("no owner who can sign in" in note for note in first.notes)
    with empty.writing() as session:
        add_person(session, "mia.lund", "Mia Lund")
    with Intake(empty, steward="mia.lund") as intake:
        import_handbook(intake, handbook)
    assert not any("no owner" in note for note in intake.report.notes)
    owners = select(Person.username).join(Membership, Membership.person_id == Person.id)
    assert after.scalars(owners.where(Membership.role == "owner")).all() == ["mia.lund"]


REVIEWS = {
    "last_reviewed_on: 2024-01-31\nreview_in: 1 month": ("2024-02-29", 3, "2024-01-31", "overdue"),
    "last_reviewed_on: 2024-01-31\nreview_in: 1 year": ("2025-01-31", 12, "2024-01-31", "overdue"),
    "review_by: 2199-05-04": ("2199-05-04", None, None, ""),
    "last_reviewed_on: 2199-01-01": (None, None, None, ""),
    "last_reviewed_on: soon\nreview_in: a while": (None, None, None, ""),
}


@pytest.mark.parametrize("said", REVIEWS)
def test_front_matter_gives_the_review_date_where_it_has_one(
    run: Run, handbook: Handbook, folder: Path, after: Session, said: str
) -> None:
    (folder / "pages" / "rule.md").write_text(f"---\ntitle: Rule\n{said}\n---\nText", "utf-8")
    run(lambda intake: import_handbook(intake, handbook))
    page = after.scalars(select(Page).where(Page.slug == "rule")).one()
    checked = page.checked_at.date().isoformat() if page.checked_at else None
    due = page.review_on.isoformat() if page.review_on else None
    assert (due, page.review_months, checked, page.review) == REVIEWS[said]
