"""How evidence is told: what somebody did, how old it is and what it counts, as rows for templates."""

from collections.abc import Callable, Iterable
from types import SimpleNamespace
from typing import Any

from blueprints.kit.addresses import entry_href
from blueprints.kit.expert_words import acts_in_words
from blueprints.kit.rows import audience_words, title_of
from models.core.language import gettext as _
from models.core.language import ngettext, number
from models.expertise.finding import Expert, Piece
from models.expertise.topics import Ground
from models.expertise.weights import ACCEPTED, ANSWERED, HALF_LIFE, OWNED, SAID, UPVOTED, VERIFIED, WRITTEN

ACTS: dict[str, Callable[[], str]] = {
    ACCEPTED: lambda: _("Accepted answer"),
    UPVOTED: lambda: _("Answer called useful"),
    VERIFIED: lambda: _("Page that they checked"),
    OWNED: lambda: _("Page that they answer for"),
    WRITTEN: lambda: _("Page that they wrote"),
    ANSWERED: lambda: _("Answer"),
    SAID: lambda: _("Post or remark"),
}
SHOWN = 5


def half_life() -> str:
    """One sentence on how evidence ages."""
    return ngettext(
        "After %(num)s day a piece of evidence counts half.", "After %(num)s days a piece of evidence counts half.",
        HALF_LIFE.days,
    )  # fmt: skip


def evidence(pieces: Iterable[Piece | Ground], shown: dict[int, Any]) -> list[SimpleNamespace]:
    """Rows of what can be shown: title, address, act, when, who can read it, and what it counts."""
    return [_line(piece, shown[piece.deed.entry_id]) for piece in pieces if piece.deed.entry_id in shown]


def _line(piece: Piece | Ground, row: Any) -> SimpleNamespace:
    counts = _("counts %(weight)s, age leaves %(left)s %%", weight=number(piece.weight), left=round(100 * piece.left))
    if isinstance(piece, Piece):
        like = _("%(share)s %% as like the question as the closest", share=round(100 * piece.closeness))
        counts = f"{like} · {counts}"
    return SimpleNamespace(
        title=title_of(row),
        href=entry_href(row),
        language=row.language,
        act=ACTS[piece.deed.act](),
        when=piece.deed.at,
        counts=counts,
        open_to="" if row.audience == "everyone" else audience_words(row.audience, row.space_name),
    )


def why(expert: Expert) -> str:
    """In one line: what was found of the person."""
    return acts_in_words([piece.deed.act for piece in expert.pieces])
