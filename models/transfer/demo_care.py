"""How the demo's pages are looked after: most were checked this year, some are overdue, one points to its successor."""

from datetime import timedelta

from models.core import clock
from models.people.person import Person
from models.transfer import demo_files
from models.transfer.demo_files import PageFile
from models.wiki.care.checking import check
from models.wiki.care.columns import Owner
from models.wiki.care.owning import Plan, entrust
from models.wiki.care.status import replace
from models.wiki.page import Page

# Of so many pages in a row one was not checked for long, and one has the curators as its owner.
ONE_IN = 6
YOUNG = 300


class CareOfDemo:
    """Walks the pages in the order of their files, so that the demo is the same each time."""

    def __init__(self, pages: dict[tuple[str, str], Page], people: dict[str, Person]) -> None:
        self.pages, self.people = pages, people

    def look_after(self) -> None:
        for number, file in enumerate(demo_files.pages()):
            page = self.pages[file.space, file.about["title"]]
            self._check(page, file, number)
            if page.status:
                page.status_at, page.status_by_id = page.edited_at, page.editor_id
            if wanted := file.about.get("replaced_by"):
                self._replace(page, wanted, self.people[file.about["author"]])

    def _check(self, page: Page, file: PageFile, number: int) -> None:
        author = self.people[file.about["author"]]
        if number % ONE_IN == 4:
            entrust(page, Plan(owner=Owner(role="curator")), author)
        if number % ONE_IN == 5 or page.status == "outdated":
            return
        days = min(file.about["days_ago"], (number * 37) % YOUNG + 5)
        with clock.at(clock.now() - timedelta(days=days)):
            check(page, author)

    def _replace(self, page: Page, title: str, by: Person) -> None:
        found = next((each for (_space, name), each in self.pages.items() if name == title), None)
        if found is not None:
            replace(page, found.id, by)
