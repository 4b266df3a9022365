"""A topic with links to learn about it, one of them long: for looking at its page and at the form of its curator."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.entries.curating import take_on
from models.entries.tagging import Tag
from models.entries.topic_links import add_link
from models.people.person import Person

# By name: address and who looks.
STATES = {
    "topic with courses": ("/tags/plain-language", "noor.jansen"),
    "topic that is curated": ("/tags/plain-language/curate", "hannah.fielding"),
}


def write_curated(session: Session, person: Person, long: str) -> None:
    tag = session.scalars(select(Tag).where(Tag.name == "plain-language")).one()
    take_on(session, tag, person)
    add_link(session, tag, "Keeping records, a course of half a day", "https://learn.example/records", person)
    address = f"https://a.very.long.name.of.some.host.where.people.learn.example/{'records-' * 20}"
    add_link(session, tag, long[:200], address, person)
