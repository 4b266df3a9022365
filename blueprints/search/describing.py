"""Tells browsers how to search here from their address bar."""

from flask import Response, render_template

from blueprints.kit.guards import public
from blueprints.kit.services import services


@public
def opensearch() -> Response:
    """An OpenSearch 1.1 description: the site's name and the address of its search, nothing else."""
    text = render_template("search/opensearch.xml", address=services().settings.address)
    answer = Response(text, mimetype="application/opensearchdescription+xml")
    answer.headers["Cache-Control"] = "public, max-age=86400"
    return answer
