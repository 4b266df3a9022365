"""Takes a folder of data sets, each known by its name, in the order in which one needs what another brings."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from models.transfer.handbook import Handbook, import_handbook
from models.transfer.organisations import import_organisations
from models.transfer.organograms import import_organograms
from models.transfer.parliament import import_questions
from models.transfer.posts import import_posts
from models.transfer.skills import import_skills
from models.transfer.stackexchange import import_stackexchange
from models.transfer.stackexchange_csv import import_stackexchange_csv

GSA = "U.S. General Services Administration"
GDS = "Government Digital Service"
# Folder, space, its name, department, what the space is for, and where the handbook was published.
HANDBOOKS = (
    ("handbook-18f-tts", "tts-handbook", "TTS handbook", GSA,
     "How the Technology Transformation Services work: hiring, travel, leave, tools and offices.",
     ("https://handbook.tts.gsa.gov", "https://handbook.18f.gov")),
    ("handbook-digital-gov", "digital-gov", "Digital.gov", GSA,
     "Guides, news, events and communities for people who make digital services across government.",
     ("https://digital.gov", "https://www.digital.gov")),
    ("handbook-gov-service-manual", "service-manual", "Service manual", GDS,
     "How to build services: the government service design manual.",
     ("https://www.gov.uk/service-manual",)),
    ("handbook-govuk-developer-docs", "govuk-developer-docs", "GOV.UK developer docs", GDS,
     "How GOV.UK is built and run: applications, alerts, deployments and support.",
     ("https://docs.publishing.service.gov.uk",)),
    ("handbook-home-office-engineering", "home-office-engineering", "Home Office engineering", "Home Office",
     "Standards, principles and patterns for engineers.",
     ("https://engineering.homeoffice.gov.uk",)),
)  # fmt: skip
# What the posts call a space, and its address here.
SPACES = {folder.removeprefix("handbook-"): slug for folder, slug, *_rest in HANDBOOKS}

Take = Callable[..., Any]


@dataclass(frozen=True)
class Part:
    """One data set that is there: its name for people, and what takes it (`take(intake, expected=...)`)."""

    title: str
    take: Take


def parts_in(folder: Path) -> Iterator[Part]:
    """The data sets that lie in the folder, in the order in which they are to be taken."""
    if (folder / "organisations-uk").is_dir():
        yield Part("Organisations", partial(import_organisations, source=folder / "organisations-uk"))
    for name, slug, title, department, about, sites in HANDBOOKS:
        if (folder / name).is_dir():
            handbook = Handbook(folder / name, slug, department, title, about, sites)
            yield Part(title, partial(import_handbook, handbook=handbook))
    yield from _others(folder)


def _others(folder: Path) -> Iterator[Part]:
    for skills in sorted(folder.glob("skills-*")):
        yield Part(f"Skills ({skills.name.removeprefix('skills-')})", partial(import_skills, source=skills))
    for people in sorted(folder.glob("organograms-*")):
        yield Part("People", partial(import_organograms, source=people))
    quantum = folder / "qa-stackexchange-quantum"
    if quantum.is_dir():
        forum = partial(import_stackexchange, folder=quantum, space_slug="quantum-computing", name="Quantum computing")
        yield Part("Quantum computing", forum)
    history = folder / "qa-stackexchange-history-meta"
    if (history / "Posts.csv").is_file():
        forum = partial(import_stackexchange_csv, folder=history, space_slug="history-forum", name="History forum")
        yield Part("History forum", forum)
    questions = folder / "qa-uk-parliament-written"
    if questions.is_dir():
        forum = partial(import_questions, source=questions, space_slug="written-questions", name="Written questions")
        yield Part("Written questions", forum)
    posts = folder / "microblog-public-servants" / "posts.jsonl"
    if posts.is_file():
        yield Part("Short posts", partial(import_posts, file=posts, spaces=SPACES))
