"""The page in which diagrams are drawn from their text: closed off, so that no text of a person can reach anything.

A browser opens it in a frame without an origin. It holds no data; the text comes by a message, and a picture goes back.
"""

from flask import make_response, render_template
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow

# The drawing library writes styles into its pictures; nothing but our own two scripts runs, and nothing is fetched.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'unsafe-inline'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
        "sandbox allow-scripts",
    )
)


@allow("search.use")
def frame() -> Response:
    answer = make_response(render_template("entries/diagram.html"))
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["Cache-Control"] = "private, max-age=3600"
    return answer
