"""Opening a line that an event loop will hold: who asks, whether there is room, and the handshake. Then the line leaves
the web server's thread for good. (Where Flask-SocketIO holds the lines, it answers before this.)"""

from flask import Response, abort, request

from blueprints.kit.guards import allow
from blueprints.kit.request import viewer
from blueprints.kit.services import services
from blueprints.realtime.hub import Hub
from blueprints.realtime.loop_lines import LoopLines
from blueprints.realtime.rooms import Full
from blueprints.realtime.wire import Connection, take_over

# A browser that comes too late for a place asks from time to time instead.
SECONDS_TO_COME_BACK = "60"


@allow("home.read")
def open_line() -> Response:
    """The WebSocket of Socket.IO. Which rooms it hears is the matter of the keys that the person holds."""
    hub, key = services().extras.get("live"), request.headers.get("Sec-WebSocket-Key", "")
    if (
        not isinstance(hub, Hub)
        or not isinstance(hub.lines, LoopLines)
        or request.headers.get("Upgrade", "").lower() != "websocket"
    ):
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
        made = hub.admit(viewer().token, lambda person, login: Connection(person, login, hub.rooms.leave))
    except Full:
        return Response(status=503, headers={"Retry-After": SECONDS_TO_COME_BACK})
    if not isinstance(made, Connection):
        abort(401)
    try:
        hub.lines.take(made, take_over(line, key))
    except OSError:
        hub.rooms.leave(made)
    # Nobody reads it: the web server's end of the line is closed.
    return Response(status=204, headers={"Connection": "close"})
