"""Opening a live connection: who asks, whether there is room, and the handshake. Then the line leaves the web server's
thread for good."""

from flask import Response, abort, request

from blueprints.kit.guards import allow
from blueprints.kit.request import viewer
from blueprints.kit.services import services
from blueprints.realtime.hub import Full, Hub
from blueprints.realtime.wire import take_over

# A browser that comes too late for a place asks from time to time instead.
SECONDS_TO_COME_BACK = "60"


@allow("home.read")
def open_line() -> Response:
    """The WebSocket of Socket.IO. Which rooms it hears is the matter of the keys that the person holds."""
    hub, key = services().extras.get("live"), request.headers.get("Sec-WebSocket-Key", "")
    if not isinstance(hub, Hub) or request.headers.get("Upgrade", "").lower() != "websocket":
        abort(404)
    if not 16 <= len(key) <= 64:
        abort(400)
    # Browsers let every site open sockets to every other, with its cookies.
    if request.headers.get("Origin", request.host_url).rstrip("/") != request.host_url.rstrip("/"):
        abort(403)
    line = request.environ.get("gunicorn.socket")
    if line is None:
        abort(501)
    try:
        made = hub.admit(viewer().token)
    except Full:
        return Response(status=503, headers={"Retry-After": SECONDS_TO_COME_BACK})
    if made is None:
        abort(401)
    try:
        hub.take(made, take_over(line, key))
    except OSError:
        hub.rooms.leave(made)
    # Nobody reads it: the web server's end of the line is closed.
    return Response(status=204, headers={"Connection": "close"})
