"""Addresses of search."""

from flask import Blueprint

from blueprints.search import describing, results, suggesting

blueprint = Blueprint("search", __name__)
blueprint.get("/search")(results.show)
blueprint.get("/search/suggest")(suggesting.suggest)
blueprint.get("/opensearch.xml")(describing.opensearch)
