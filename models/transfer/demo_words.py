"""What curators of the demo say about words: acronyms, words that mean the same, a result that stands first."""

from sqlalchemy.orm import Session

from models.people.person import Person
from models.search.acronyms import add_acronym
from models.search.best_bets import set_best_bet
from models.search.synonyms import keep_synonyms
from models.wiki.page import Page

ACRONYMS = (
    ("DPIA", "data protection impact assessment", "Done before personal data is used in a new way."),
    ("DPO", "data protection officer", ""),
    ("FOI", "freedom of information", "Everybody may ask for what the government holds."),
    ("SAR", "subject access request", "Somebody asks for what is held about them."),
    ("WCAG", "Web Content Accessibility Guidelines", "The standard that our sites have to meet, level AA."),
    ("PDF", "Portable Document Format", ""),
    ("RA", "Revenue Agency", ""),
    ("NARO", "National Archive and Records Office", ""),
    ("BAU", "business as usual", "What goes on beside projects."),
)
SYNONYMS = ("leave\nholiday\ntime off", "laptop\ncomputer\nnotebook", "gritting\nsalting")
BEST = (
    ("digital-service-desk", "Publishing an accessibility statement", "accessibility statement\nhow do I write an "
     "accessibility statement", "Start from the template, test five pages, and set a review date."),
)  # fmt: skip


def say_words(session: Session, pages: dict[tuple[str, str], Page], by: Person) -> None:
    """Everything here is for all staff to read."""
    for short, expansion, meaning in ACRONYMS:
        add_acronym(session, by, short, expansion, meaning)
    for words in SYNONYMS:
        keep_synonyms(session, by, words)
    for space, title, words, answer in BEST:
        set_best_bet(session, pages[space, title], by, words, answer)
