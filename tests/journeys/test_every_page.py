"""Every page type and state at both widths: no axe violation, no sideways scroll, no word from the console."""

import pytest

from tests.journeys.acted import ADMIN, AISHA, BEN, CALLUM, DESK, MAIN, MEI, NOBODY, NOOR, NORA, STEPS
from tests.journeys.conftest import Windows
from tests.journeys.forms_looked_at import WRITING
from tests.journeys.furnishing import Places
from tests.journeys.looking import at_both_widths, faults, keep_picture
from tests.journeys.on_offer import STATES as ON_OFFER

# Name: address with the numbers of `Places`, and who looks.
READING: dict[str, tuple[str, str | None]] = {
    **ON_OFFER,
    "home of a newcomer": ("/", NOOR),
    "register of automatic rankings": ("/automatic", AISHA),
    "people who can answer, not asked yet": ("/experts", AISHA),
    "people who can answer": ("/experts?q=How+do+I+write+an+accessibility+statement", AISHA),
    "departments who can answer": ("/experts?q=accessibility+statement&by=departments", AISHA),
    "people who can answer, nobody": ("/experts?q=xyzzyplugh", NOOR),
    "my topics": ("/people/me/topics", MEI),
    "my topics, none": ("/people/me/topics", NOOR),
    "home of a guest": ("/", NORA),
    "home that is full": ("/", MEI),
    "home, questions": ("/?view=questions", AISHA),
    "wiki tree": (f"{DESK}/wiki/", AISHA),
    "wiki tree, curated": (f"{DESK}/wiki/", MEI),
    "wiki tree, large": ("/s/very-full/wiki/", MEI),
    "wiki tree, large, opened": ("/s/very-full/wiki/?open={long_page_id}", MEI),
    "wiki tree, pages found": ("/s/very-full/wiki/?find=minute", MEI),
    "wiki tree, none found": (f"{DESK}/wiki/?find=xyzzy", AISHA),
    "move a page of a large wiki": ("/pages/{long_page_id}/move?find=minute", MEI),
    "move a page to another space": ("/pages/{edited}/move/space", MEI),
    "templates": (f"{DESK}/templates", MEI),
    "template that is new": (f"{DESK}/templates/new", MEI),
    "template from a page": (f"{DESK}/templates/new?page={{edited}}", MEI),
    "new page from a template": (f"{DESK}/wiki/new?template=meeting", MEI),
    "what links here": ("/pages/{page}/links", AISHA),
    "orphans": (f"{DESK}/reports/orphans", MEI),
    "orphans, none": ("/s/winter-roads/reports/orphans", AISHA),
    "broken links": ("/s/very-full/reports/broken", MEI),
    "broken links, none": (f"{DESK}/reports/broken", MEI),
    "titles without a link": (f"{DESK}/reports/unlinked", MEI),
    "titles without a link in a page": ("/pages/{page}/unlinked", MEI),
    "old addresses": ("/pages/{edited}/addresses", MEI),
    "change requests of a space": ("/s/night-desk/change-requests", AISHA),
    "change requests that are decided": ("/s/night-desk/change-requests?view=closed", AISHA),
    "change requests, none": ("/s/winter-roads/change-requests", BEN),
    "change requests of a page": ("/pages/{controlled}/change-requests", MEI),
    "change request to decide": ("/change-requests/{change}", MEI),
    "change request of one's own": ("/change-requests/{change}", CALLUM),
    "change request that clashes": ("/change-requests/{change_clash}", AISHA),
    "change request for a new page": ("/change-requests/{change_new}", AISHA),
    "page with changes that wait": ("/s/night-desk/wiki/escalation-at-night", AISHA),
    "procedure to confirm": ("{procedure}", AISHA),
    "procedure to confirm again": ("{procedure}", CALLUM),
    "procedure to confirm, late": ("{procedure}", NOOR),
    "round of confirmations, again": ("/confirmations/{round}", CALLUM),
    "round of confirmations, of one's own": ("/confirmations/{round}", MEI),
    "who has not confirmed": ("/confirmations/{round}/missing", MEI),
    "what I confirmed": ("/account/confirmed", CALLUM),
    "what I confirmed, nothing": ("/account/confirmed", MEI),
    "desk with changes and signatures": ("/s/night-desk/desk", MEI),
    "wiki changes": (f"{DESK}/wiki/changes", AISHA),
    "wiki wanted": ("/s/very-full/wiki/wanted", MEI),
    "desk of a space": (f"{DESK}/desk", AISHA),
    "desk with nothing to do": ("{calm}/desk", MEI),
    "owners and reviews": (f"{DESK}/owners", AISHA),
    "owners and reviews that fit nothing": (f"{DESK}/owners?date=none&who=role:owner", AISHA),
    "owners and reviews without pages": ("{calm}/owners", MEI),
    "pages that I answer for": ("/pages/mine", AISHA),
    "pages that I answer for, none": ("/pages/mine", NOOR),
    "page that is overdue": ("{overdue}", AISHA),
    "page that is overdue, for a reader": ("{overdue}", NOOR),
    "page that is outdated": ("/s/records-and-archives/wiki/accessibility-statements-2019", NOOR),
    "page that is missing": (f"{DESK}/wiki/not-written-yet", AISHA),
    "page with a long title": ("{long_page}", MEI),
    "page with everything": ("/s/very-full/wiki/everything-on-one-page", MEI),
    "page with comments": ("/s/very-full/wiki/what-everybody-talks-about", MEI),
    "page with many comments": ("/s/very-full/wiki/what-has-many-comments", MEI),
    "page that is closed to comments": ("/s/very-full/wiki/what-is-closed-to-comments", "callum.reid"),
    "translation that is behind": ("/s/very-full/wiki/yr-hyn-y-mae-pawb-yn-ei-drafod", MEI),
    "page written from right": ("/s/very-full/wiki/ما-يتحدث-عنه-الجميع", MEI),
    "space with a long title": ("/s/very-full", MEI),
    "history": ("/e/{edited}/history", AISHA),
    "version": ("/e/{edited}/history/1", AISHA),
    "comparison": ("/e/{edited}/compare?from=1&to=2", AISHA),
    "space": ("/s/winter-roads", AISHA),
    "space as a stranger": ("/s/winter-roads", NOOR),
    "space that is closed": ("/s/marrow-flood-plan", AISHA),
    "door of a closed space": ("/s/marrow-flood-plan", NOOR),
    "spaces": ("/spaces", AISHA),
    "spaces that fit nothing": ("/spaces?q=xyzzyplugh", AISHA),
    "members": (f"{DESK}/members", MEI),
    "members with a request": ("/s/marrow-flood-plan/members", "rafael.ortega"),
    "trash": (f"{DESK}/trash", MEI),
    "trash that is empty": ("/s/winter-roads/trash", BEN),
    "export of a wiki": ("/s/accessibility-network/export", AISHA),
    "export without a kind": ("/s/accessibility-network/export/file", AISHA),
    "forum": ("/s/accessibility-network/forum", AISHA),
    "forum, open questions": ("/s/accessibility-network/forum?view=open", AISHA),
    "question without an answer": ("/topics/{unanswered}", AISHA),
    "question that became a page": ("/topics/{became}", AISHA),
    "question with one's own name": ("/topics/{unanswered}", "hannah.fielding"),
    "page with credits": ("/s/working-here/wiki/mentoring-across-departments", AISHA),
    "questions without an answer": ("/questions", AISHA),
    "questions without an answer, of a space": ("/questions?space=digital-service-desk", AISHA),
    "questions without an answer, none": ("/questions?space=winter-roads", AISHA),
    "questions for me": ("/questions?view=for-you", AISHA),
    "questions for me, none": ("/questions?view=for-you", NOOR),
    "who answers": (f"{DESK}/forum/experts", AISHA),
    "who answers, kept": (f"{DESK}/forum/experts", MEI),
    "who answers, asked": ("/s/winter-roads/forum/experts", AISHA),
    "who answers, nobody": ("/s/information-rights/forum/experts", NOOR),
    "question with a long title": ("/topics/{long_question}", MEI),
    "discussion": ("/topics/{discussion}", AISHA),
    "closed discussion": ("/topics/{closed}", AISHA),
    "long discussion": ("/topics/{long_talk}", AISHA),
    "long discussion, last page": ("/topics/{long_talk}?at=last", AISHA),
    "topic that was merged and split": ("/topics/{arranged}", AISHA),
    "what happened to a topic": ("/topics/{arranged}/events", AISHA),
    "what happened, nothing": ("/topics/{unanswered}/events", AISHA),
    "archived topic": ("/topics/{archived}", MEI),
    "forum, archived": (f"{DESK}/forum?view=archived", AISHA),
    "unread topics": ("/unread", AISHA),
    "unread topics, none": ("/unread", NOOR),
    "hidden version": ("/e/{archived}/history/1", AISHA),
    "posts": ("/posts", AISHA),
    "posts of a space": (f"{DESK}/posts", AISHA),
    "share a post": ("/e/{post}/share", AISHA),
    "share a page": ("/e/{page}/share", AISHA),
    "share a question": ("/e/{unanswered}/share", AISHA),
    "curators of a topic, named": ("/admin/topics/accessibility", ADMIN),
    "what I follow": ("/following", AISHA),
    "following nothing": ("/following", NOOR),
    "home of one space": ("/?space=digital-service-desk", AISHA),
    "post": ("/posts/{post}", AISHA),
    "files of a space": (f"{DESK}/files", AISHA),
    "files as a stranger": (f"{DESK}/files", NOOR),
    "files, none": ("/s/winter-roads/files", AISHA),
    "files by size": (f"{DESK}/files?sort=size", AISHA),
    "files of pages": (f"{DESK}/files?view=pages", AISHA),
    "files by name": (f"{DESK}/files?q=a", AISHA),
    "files by a name that nothing has": (f"{DESK}/files?q=xyzzyplugh", AISHA),
    "folder": (f"{DESK}/files/{{folder}}", AISHA),
    "file": ("/files/{file}", AISHA),
    "file as a stranger": ("/files/{file}", NOOR),
    "file that is locked": ("/files/{locked_file}", AISHA),
    "picture": ("/files/{picture}", AISHA),
    "downloads": ("/files/{file}/-/downloads", MEI),
    "people": ("/people", AISHA),
    "people, filtered": ("/people?q=lind", AISHA),
    "people as cards": ("/people?view=cards", AISHA),
    "people, narrowed": ("/people?department={department}&available=1&q=a", AISHA),
    "people, none": ("/people?q=xyzzy&place=Leeds", AISHA),
    "organisation chart": ("/departments/{department}/chart", AISHA),
    "organisation chart, opened": ("/departments/{department}/chart?post={director}", AISHA),
    "organisation chart, a further part": ("/departments/{department}/chart?below={director}&after={director}", AISHA),
    "organisation chart, found": ("/departments/{department}/chart?find=director", AISHA),
    "organisation chart, none found": ("/departments/{department}/chart?find=xyzzy", AISHA),
    "organisation chart, none": ("/departments/1/chart", AISHA),
    "where my details come from": ("/people/me/sources", AISHA),
    "where my details come from, nothing": ("/people/me/sources", NOOR),
    "merge a department": ("/admin/departments/{department}/merge", ADMIN),
    "accounts, department disputed": ("/admin/people?which=objecting", ADMIN),
    "own profile": ("/people/aisha.khan", AISHA),
    "own profile as a guest sees it": ("/people/me/view?as=guest", AISHA),
    "own profile of a newcomer as a guest sees it": ("/people/me/view?as=guest", NOOR),
    "profile of who is away": ("/people/goran.petrovic", AISHA),
    "profile of who is away, for the deputy": ("/people/goran.petrovic", BEN),
    "skill of somebody": ("/people/jo.lindqvist/skills/1", AISHA),
    "skill of somebody that nobody endorses": ("/people/luca.moretti/skills/1", MEI),
    "profile of a newcomer": ("/people/noor.jansen", NOOR),
    "departments": ("/departments", AISHA),
    "department": ("/departments/{department}", AISHA),
    "topics": ("/tags", AISHA),
    "topic of a tag": ("/tags/accessibility", AISHA),
    "search without words": ("/search", AISHA),
    "search with filters": ("/search?q=statement&kind=page&space=digital-service-desk", AISHA),
    "search with a best result": ("/search?q=accessibility+statement", AISHA),
    "search with an acronym and hints": ("/search?q=FOI+titel:x+before:soon", AISHA),
    "acronyms": ("/acronyms", NOOR),
    "acronyms of a curator": ("/acronyms", AISHA),
    "an acronym that nobody explained": ("/acronyms?q=xyzzyplugh", NOOR),
    "changing an acronym": ("/acronyms/1", AISHA),
    "words that mean the same": ("/synonyms", AISHA),
    "changing words that mean the same": ("/synonyms/1", AISHA),
    "best results": ("/best-results", AISHA),
    "best results, none": ("/best-results", MEI),
    "best result of a page": ("/e/{long_page_id}/best-result", MEI),
    "search that finds nothing": ("/search?q=xyzzyplugh", AISHA),
    "search with filters that find nothing": ("/search?q=xyzzyplugh&kind=page", AISHA),
    "drafts": ("/drafts", CALLUM),
    "drafts, none": ("/drafts", NOOR),
    "a draft beside what is saved": ("/drafts/{draft}", CALLUM),
    "who wrote what": ("/e/{edited}/blame", AISHA),
    "who wrote what, long": ("/e/{long_page_id}/blame", CALLUM),
    "history with releases": ("/e/{long_page_id}/history", MEI),
    "released page that is worked on": ("{long_page}", CALLUM),
    "working text": ("/pages/{long_page_id}/working", MEI),
    "release": ("/pages/{long_page_id}/releases/1", CALLUM),
    "messages": ("/messages", AISHA),
    "messages, none": ("/messages", NOOR),
    "messages that were looked for": ("/messages?q=statement", AISHA),
    "messages that nobody wrote": ("/messages?q=xyzzyplugh", AISHA),
    "conversation": ("/messages/{conversation}", AISHA),
    "conversation, earlier": ("/messages/{conversation}?at=12", AISHA),
    "conversation of a group": ("/messages/{group}", AISHA),
    "people of a group": ("/messages/{group}/people?find=a", AISHA),
    "people of two": ("/messages/{conversation}/people", AISHA),
    "blocked, nobody": ("/messages/blocked", AISHA),
    "notices": ("/notices", AISHA),
    "notices, unread alone": ("/notices?view=unread", NOOR),
    "what I follow and mute": ("/notices/levels", AISHA),
    "what I follow and mute, nothing": ("/notices/levels", ADMIN),
    "reasons for notices": ("/notices/choices", AISHA),
    "bookmarks": ("/bookmarks", AISHA),
    "bookmarks, none": ("/bookmarks", NOOR),
    "account": ("/account", AISHA),
    "sessions": ("/account/sessions", AISHA),
    "menu": ("/menu", AISHA),
    "help": ("/help", AISHA),
    "accessibility": ("/accessibility", NOBODY),
    "language": ("/language", AISHA),
    "language, signed out": ("/language", NOBODY),
    "moderation": ("/moderation", "jamal.edwards"),
    "a case": ("/moderation/cases/{case}", AISHA),
    "a case of a message": ("/moderation/cases/{case_of_message}", "jamal.edwards"),
    "appeals": ("/moderation/appeals", AISHA),
    "appeals, none": ("/moderation/appeals", "ruth.adler"),
    "log of decisions": ("/moderation/log", "jamal.edwards"),
    "log of decisions, nothing fits": ("/moderation/log?verb=suspend", AISHA),
    "a topic with something hidden": ("/topics/{hidden_topic}", AISHA),
    "a topic with one's own words hidden": ("/topics/{hidden_topic}", "luca.moretti"),
    "a decision and an answered appeal": ("/decisions/{decided}", "luca.moretti"),
    "reports and decisions": ("/reports", "luca.moretti"),
    "reports and decisions, none": ("/reports", NOOR),
    "moderation without reports": ("/moderation", "ruth.adler"),
    "what is limited": ("/account/limits", AISHA),
    "what is limited for a new account": ("/account/limits", "nina.fresh"),
    "a space where one is silenced": (DESK, "otto.quiet"),
    "a topic where one is silenced": ("/topics/{hidden_topic}", "otto.quiet"),
    "administration": ("/admin", ADMIN),
    "accounts": ("/admin/people", ADMIN),
    "departments to administer": ("/admin/departments", ADMIN),
    "nothing there": ("/s/nowhere", AISHA),
    "nothing there for nobody": ("/nowhere", NOBODY),
    "not allowed": (f"{DESK}/settings", "jo.lindqvist"),
}


def address_of(path: str, places: Places) -> str:
    return path.format(**vars(places))


@pytest.mark.parametrize("width", ["wide", "phone"])
@pytest.mark.parametrize("name", MAIN)
def test_a_main_page_is_accessible_and_fits(
    open_page: Windows, places: Places, axe: str, name: str, width: str, request: pytest.FixtureRequest
) -> None:
    path, who = MAIN[name]
    page = open_page(address_of(path, places), who=who, width=width)
    keep_picture(page, name, width, request)
    assert faults(page, axe) == []


@pytest.mark.parametrize("name", MAIN)
def test_a_main_page_is_accessible_in_the_dark(open_page: Windows, places: Places, axe: str, name: str) -> None:
    path, who = MAIN[name]
    page = open_page(address_of(path, places), who=who, dark=True)
    assert faults(page, axe) == []


@pytest.mark.parametrize("name", MAIN)
def test_a_main_page_can_be_read_at_400_per_cent(open_page: Windows, places: Places, axe: str, name: str) -> None:
    path, who = MAIN[name]
    page = open_page(address_of(path, places), who=who, width="zoomed")
    assert faults(page, axe) == []


@pytest.mark.parametrize("name", [*READING, *WRITING])
def test_a_page_is_accessible_and_fits(open_page: Windows, places: Places, axe: str, name: str) -> None:
    path, who = (READING | WRITING)[name]
    page = open_page.look(address_of(path, places), who=who)
    assert at_both_widths(page, axe) == []


@pytest.mark.parametrize("name", STEPS)
def test_a_state_is_accessible_and_fits(open_page: Windows, places: Places, axe: str, name: str) -> None:
    path, who, step = STEPS[name]
    page = open_page(address_of(path, places), who=who)
    step(page)
    assert at_both_widths(page, axe) == []
