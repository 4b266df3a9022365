"""What never tells Witan what a person knows: a list that people read, and that a test holds the code against.

`ALLOWED` are the only tables that finding people and topics may read; `NEVER` says by name what must stay out.
"""

from dataclasses import dataclass
from typing import Final

from models.core.automatic import Said
from models.core.language import lazy_gettext as _l

# What people wrote where others read it, how others received an answer, who answers for a page, and who people are.
ALLOWED: Final = frozenset(
    {
        "entries",
        "pages",
        "acceptances",
        "votes",
        "tags",
        "tag_synonyms",
        "taggings",
        "persons",
        "departments",
        "spaces",
        "person_topics",
        "statements",
    }
)


@dataclass(frozen=True)
class Never:
    """One thing that is left alone: its name as people read it, and the tables that hold it."""

    what: Said
    tables: frozenset[str]


NEVER: Final = (
    Never(_l("Direct messages"), frozenset({"conversations", "participants", "messages", "message_reports", "blocks"})),
    Never(_l("What you search"), frozenset({"missed_searches"})),
    Never(
        _l("What you read, follow, bookmark or download"),
        frozenset({"read_markers", "follows", "bookmarks", "file_downloads", "signatures", "notices"}),
    ),
    Never(
        _l("Your reactions, your votes in polls and what you share"), frozenset({"reactions", "poll_votes", "shares"})
    ),
    Never(_l("When you are here, away or writing"), frozenset({"presences", "logins", "drafts", "tallies"})),
    Never(_l("Questions that you asked, above all those without your name"), frozenset({"unnamed_entries", "reveals"})),
    Never(
        _l("What you offered to take part in, how that was answered, and what may be suggested to you"),
        frozenset({"opportunity_offers", "opportunity_wishes", "opportunity_passes"}),
    ),
    Never(
        _l("What you put aside, but to leave it out for you, and which suggestions you switched off"),
        frozenset({"alike_asides", "related_asides", "stopped_suggestions"}),
    ),
    Never(
        _l("Reports, decisions and suspensions"),
        frozenset({"reports", "cases", "decisions", "silences", "hidden_entries"}),
    ),
)
