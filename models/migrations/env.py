"""How Alembic reaches the tables; it is always called by `models.core.migrating` with an open connection."""

from typing import Literal

from alembic import context
from sqlalchemy import Connection

from models.core.base import Base, Moment
from models.loading import load_all


def run(connection: Connection) -> None:
    load_all()
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
        render_item=_plain,
    )
    with context.begin_transaction():
        context.run_migrations()


def _plain(kind: str, thing: object, _context: object) -> str | Literal[False]:
    # A migration names the column's own type, so that it still runs when our class is gone.
    return "sa.BigInteger()" if kind == "type" and isinstance(thing, Moment) else False


run(context.config.attributes["connection"])
