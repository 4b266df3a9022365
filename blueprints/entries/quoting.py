"""An entry's words ready to be put into another text: what the button "Quote" asks for."""

from typing import Any

from blueprints.kit.guards import allow, entry
from blueprints.kit.request import db
from models.entries.drawing import shown_body
from models.entries.entry import Entry
from models.entries.quoting import quote_of


@allow("entry.read", on=entry(with_text=True))
def show_quote(entry: Entry) -> dict[str, Any]:
    return {"markdown": quote_of(entry, shown_body(db(), entry), entry.author.name)}
