"""Every page type and state at both widths: no axe violation, no sideways scroll, no word from the console."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import Windows
from tests.journeys.furnishing import Places
from tests.journeys.looking import at_both_widths, faults, keep_picture

NOBODY = None
AISHA, MEI, BEN, NOOR, NORA, ADMIN = "aisha.khan", "mei.wong", "ben.okafor", "noor.jansen", "nora.vance", "admin"
CALLUM = "callum.reid"
DESK = "/s/digital-service-desk"
# The pictures of the README.
MAIN: dict[str, tuple[str, str | None]] = {
    "home": ("/", AISHA),
    "wiki-page": (f"{DESK}/wiki/publishing-an-accessibility-statement", AISHA),
    "topic": ("/topics/{question}", AISHA),
    "search": ("/search?q=accessibility+statement", AISHA),
    "person": ("/people/jo.lindqvist", AISHA),
}
# Name: address with the numbers of `Places`, and who looks.
READING: dict[str, tuple[str, str | None]] = {
    "home of a newcomer": ("/", NOOR),
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
    "own profile": ("/people/aisha.khan", AISHA),
    "profile of a newcomer": ("/people/noor.jansen", NOOR),
    "departments": ("/departments", AISHA),
    "department": ("/departments/{department}", AISHA),
    "topics": ("/tags", AISHA),
    "topic of a tag": ("/tags/accessibility", AISHA),
    "search without words": ("/search", AISHA),
    "search with filters": ("/search?q=statement&kind=page&space=digital-service-desk", AISHA),
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
    "moderation without reports": ("/moderation", "ruth.adler"),
    "administration": ("/admin", ADMIN),
    "accounts": ("/admin/people", ADMIN),
    "departments to administer": ("/admin/departments", ADMIN),
    "nothing there": ("/s/nowhere", AISHA),
    "nothing there for nobody": ("/nowhere", NOBODY),
    "not allowed": (f"{DESK}/settings", "jo.lindqvist"),
}
WRITING: dict[str, tuple[str, str | None]] = {
    "sign in": ("/sign-in", NOBODY),
    "sign up": ("/sign-up", NOBODY),
    "password forgotten": ("/password/forgotten", NOBODY),
    "password link that is spent": ("/password/reset/spent", NOBODY),
    "new page": (f"{DESK}/wiki/new", AISHA),
    "edit with a draft and somebody else": ("/pages/{long_page_id}/edit", CALLUM),
    "edit a draft": ("/pages/{long_page_id}/edit?draft=use", CALLUM),
    "release a version": ("/pages/{long_page_id}/release", MEI),
    "edit a page that needs approval": ("/pages/{controlled}/edit", CALLUM),
    "change one's own request": ("/change-requests/{change}/edit", CALLUM),
    "join texts that clash": ("/change-requests/{change_clash}/edit", CALLUM),
    "approval in a space": ("/s/night-desk/approval", MEI),
    "approval of a page": ("/pages/{controlled}/approval", MEI),
    "make a procedure": ("/pages/{controlled}/procedure", MEI),
    "ask to confirm": ("/pages/{controlled}/confirm", MEI),
    "new message": ("/messages/new?to=mei.wong&to=ben.okafor&find=an", AISHA),
    "report a message": ("/messages/{conversation}/{said}/report", AISHA),
    "edit a message": ("/messages/{conversation}/{said}/edit", CALLUM),
    "edit a page": ("/pages/{page}/edit", AISHA),
    "translate a page": ("/pages/{talked}/translate?language=fr", MEI),
    "languages of a page": ("/pages/{talked}/translation", MEI),
    "edit a section": ("/pages/{rich}/section?at=h-tasks-and-notes", MEI),
    "rename a page": ("/pages/{page}/rename", AISHA),
    "move a page": ("/pages/{page}/move", AISHA),
    "owner of a page": ("/pages/{page}/owner", AISHA),
    "status of a page": ("/pages/{page}/status", AISHA),
    "status of a page, with pages to choose from": ("/pages/{page}/status?find=statement", AISHA),
    "check of a page": ("/pages/{page}/check", AISHA),
    "move to the trash": ("/e/{page}/trash", AISHA),
    "in the trash": ("/e/{trashed}", "hannah.fielding"),
    "tags of a page": ("/e/{page}/tags", AISHA),
    "report": ("/e/{post}/report", AISHA),
    "ask": ("/ask", AISHA),
    "forum with categories": ("/s/working-here/forum", AISHA),
    "keeping categories": ("/s/accessibility-network/forum/categories", AISHA),
    "ask, as a guest": ("/ask", NORA),
    "discuss": ("/discuss", AISHA),
    "reply to an answer": ("/topics/{discussion}", AISHA),
    "ask a colleague to answer": ("/topics/{unanswered}/invite?hand-on=1", AISHA),
    "settings for answers": (f"{DESK}/forum/settings", MEI),
    "an answer becomes a page": ("/answers/{answer}/page", AISHA),
    "an answer becomes a page, chosen": ("/answers/{answer}/page?space=digital-service-desk&find=a", AISHA),
    "an answer becomes a page, nowhere": ("/answers/{answer}/page", NOOR),
    "new page from an answer": (f"{DESK}/wiki/new?answer={{answer}}", AISHA),
    "close a topic": ("/topics/{unanswered}/closure", MEI),
    "archive a topic": ("/topics/{arranged}/archive", MEI),
    "pin a topic": ("/topics/{arranged}/pin", MEI),
    "merge a topic": ("/topics/{arranged}/merge?find=winter", MEI),
    "merge a topic, sure": ("/topics/{arranged}/merge?into={long_talk}", MEI),
    "split posts off": ("/topics/{long_talk}/split", MEI),
    "split posts off, none": ("/topics/{archived}/split", MEI),
    "move a topic": ("/topics/{arranged}/move", MEI),
    "quote a post": ("/topics/{arranged}?quote={question}", AISHA),
    "hide a version": ("/e/{edited}/history/1/hide", MEI),
    "upload files": (f"{DESK}/files/new", AISHA),
    "attach files": (f"{DESK}/files/new?page={{page}}", AISHA),
    "new version": ("/files/{file}/-/version", AISHA),
    "new version of a locked file": ("/files/{locked_file}/-/version", AISHA),
    "rename a file": ("/files/{file}/-/edit", AISHA),
    "move a file": ("/files/{file}/-/place", AISHA),
    "new folder": (f"{DESK}/files/folder", AISHA),
    "change a folder": (f"{DESK}/files/{{folder}}/change", AISHA),
    "limits for files": (f"{DESK}/files/limits", MEI),
    "new space": ("/spaces/new", AISHA),
    "settings of a space": (f"{DESK}/settings", MEI),
    "openness of a space": (f"{DESK}/openness", MEI),
    "openness of a closed space": ("/s/marrow-flood-plan/openness", "rafael.ortega"),
    "edit my profile": ("/people/me/edit", AISHA),
    "change password": ("/account/password", AISHA),
    "change address": ("/account/email", AISHA),
    "new account": ("/admin/people/new", ADMIN),
    "an account": ("/admin/people/{person}", ADMIN),
    "new department": ("/admin/departments/new", ADMIN),
    "a department to administer": ("/admin/departments/{department}", ADMIN),
}


def _empty_question(page: Page) -> None:
    page.get_by_role("button", name="Post question").click()
    page.get_by_text("There is a problem").wait_for()


def _wrong_password(page: Page) -> None:
    page.get_by_role("button", name="Sign in").click()
    page.get_by_text("There is a problem").wait_for()


def _conflict(page: Page) -> None:
    """Another window of the same person saves first."""
    other = page.context.new_page()
    other.goto(page.url)
    for window, words in ((other, "First"), (page, "Second")):
        text = window.get_by_label("Text", exact=True)
        text.fill(f"{text.input_value()}\n\n{words} thought.")
        window.get_by_role("button", name="Save", exact=True).click()
    other.close()
    page.get_by_text("saved this while you were writing").wait_for()


def _preview(page: Page) -> None:
    page.get_by_role("button", name="Preview").click()
    page.locator("[data-view] p").first.wait_for()


def _grid(page: Page) -> None:
    page.get_by_role("button", name="Table", exact=True).click()
    page.get_by_role("dialog").get_by_role("textbox").first.wait_for()


def _suggestions(page: Page) -> None:
    page.get_by_role("button", name="Bold").wait_for()
    page.get_by_label("Text", exact=True).press_sequentially("[[p")
    page.get_by_role("listbox", name="Suggestions").get_by_role("option").first.wait_for()


def _full_screen(page: Page) -> None:
    page.get_by_role("button", name="Full screen").click()
    page.get_by_role("button", name="Done").wait_for()


def _diagrams(page: Page) -> None:
    page.get_by_role("figure").get_by_role("img").wait_for()


def _open_menu(page: Page) -> None:
    page.locator("main details[data-menu] > summary").first.click()


def _followed(page: Page) -> None:
    """Whatever it was before: the button is drawn anew in its place."""
    button = page.locator("main .toggle button").first
    before = button.inner_text()
    button.click()
    page.wait_for_function("before => document.querySelector('main .toggle button').innerText !== before", arg=before)


Step = Callable[[Page], None]
# States that a few steps lead to.
STEPS: dict[str, tuple[str, str | None, Step]] = {
    "question with errors": ("/ask", AISHA, _empty_question),
    "sign in with errors": ("/sign-in", NOBODY, _wrong_password),
    "edit conflict": ("/pages/{edited}/edit", AISHA, _conflict),
    "preview": ("/pages/{page}/edit", AISHA, _preview),
    "table as a grid": ("/pages/{page}/edit", AISHA, _grid),
    "suggestions": ("/pages/{page}/edit", AISHA, _suggestions),
    "full screen": ("/pages/{page}/edit", AISHA, _full_screen),
    "diagrams": ("/s/very-full/wiki/everything-on-one-page", MEI, _diagrams),
    "open menu": (MAIN["wiki-page"][0], AISHA, _open_menu),
    "followed": ("/people/mei.wong", NOOR, _followed),
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
    page = open_page(address_of(path, places), who=who)
    assert at_both_widths(page, axe) == []


@pytest.mark.parametrize("name", STEPS)
def test_a_state_is_accessible_and_fits(open_page: Windows, places: Places, axe: str, name: str) -> None:
    path, who, step = STEPS[name]
    page = open_page(address_of(path, places), who=who)
    step(page)
    assert at_both_widths(page, axe) == []
