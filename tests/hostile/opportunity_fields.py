"""The fields of opportunities; those of other forms stand in fields.py. Entry 15 is the opportunity of the stage."""

from models.core.text import clean
from tests.hostile.fields import ENTRY, IN_A_MONTH, NEWEST, TAGS, Field, line, one_line, words

NEW = "/opportunities/new"
OWN = "SELECT {} FROM opportunities WHERE id = {}"
WRITTEN: dict[str, str | bytes] = {
    "title": "Fresh", "sort": "help", "body": "New", "place": "Leeds", "wanted": "1", "offers_until": IN_A_MONTH,
    "to": "everyone",
}  # fmt: skip
OPPORTUNITY_FIELDS = [
    Field("OpportunityForm", "title", NEW, WRITTEN, ENTRY.format("title", NEWEST), "/opportunities", line),
    Field("OpportunityForm", "body", NEW, WRITTEN, ENTRY.format("body", NEWEST), "/opportunities/{newest}/edit", clean),
    Field("OpportunityForm", "place", NEW, WRITTEN, OWN.format("place", NEWEST), "/opportunities", one_line),
    Field("OpportunityForm", "tags", NEW, WRITTEN, TAGS.format(NEWEST), "", words),
    Field("OpportunityForm", "skills", NEW, WRITTEN, "", "/opportunities/{newest}"),
    Field("OpportunityForm", "title", "/opportunities/15/edit", {**WRITTEN, "based_on": "1"},
          ENTRY.format("title", 15), "/opportunities/15", line),
    Field("OfferForm", "line", "/opportunities/15/offer", {}, "SELECT line FROM opportunity_offers WHERE person_id = 2",
          "/opportunities/15", one_line, "ben"),
    Field("ClosingForm", "reason", "/opportunities/15/close", {}, OWN.format("closing", 15), "/opportunities/15",
          one_line),
    Field("no form", "reason", "/opportunities/15/offers/4", {"answer": "decline"},
          "SELECT reason FROM opportunity_offers", "/opportunities/15", one_line),
    Field("no form", "reason", "/opportunities/15/not-for-me", {}, "SELECT reason FROM opportunity_passes",
          "/opportunities/wishes", one_line, "ben", typed=False),
]  # fmt: skip
