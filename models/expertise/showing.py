"""What stands behind a name: the entries of pieces of evidence, as list rows for the viewer. No ranking here."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy.orm import Session

from models.core.db import as_words
from models.entries.rows import visible_rows
from models.expertise.finding import Piece
from models.expertise.topics import Ground
from models.policy.viewer import Viewer


def rows_of(session: Session, viewer: Viewer, pieces: Iterable[Piece | Ground]) -> dict[int, Any]:
    """List rows by entry of what these pieces stand on, as far as the viewer may read it now."""
    ids = {piece.deed.entry_id for piece in pieces}
    return visible_rows(session, viewer, as_words(sorted(ids))) if ids else {}
