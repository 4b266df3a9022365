"""Addresses of search."""

from flask import Blueprint

from blueprints.search import describing, missing, results, suggesting

blueprint = Blueprint("search", __name__)
blueprint.get("/search")(results.show)
blueprint.get("/search/suggest")(suggesting.suggest)
blueprint.get("/opensearch.xml")(describing.opensearch)
blueprint.post("/s/<space_slug>/desk/searches")(missing.deal_with)
install = missing.install
