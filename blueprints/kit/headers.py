"""Headers of every answer: what a browser may load and run, what it may keep, and gzip."""

import gzip

from flask import Flask, Response, request
from isal import igzip

POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
PACKED = ("text/", "application/json", "application/javascript", "image/svg+xml")
SMALLEST = 500
# Static files packed as small as gzip can, by path and etag: once in the life of a process.
_files: dict[tuple[str, str | None], bytes] = {}


def install(app: Flask) -> None:
    app.after_request(_protect)
    app.after_request(_pack)


def _protect(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", POLICY)
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    if request.endpoint != "static" and "Cache-Control" not in headers:
        # What a page shows depends on rights that may be gone the next minute.
        headers["Cache-Control"] = "private, no-store"
    return response


def _pack(response: Response) -> Response:
    if (
        response.status_code not in (200, 400, 403, 404, 409, 422)
        or "Content-Encoding" in response.headers
        or not (response.mimetype or "").startswith(PACKED)
        or "gzip" not in request.headers.get("Accept-Encoding", "")
    ):
        return response
    if response.direct_passthrough:
        response.direct_passthrough = False
    content = response.get_data()
    if len(content) >= SMALLEST:
        response.set_data(_pack_file(response, content) if request.endpoint == "static" else igzip.compress(content, 1))
        response.headers["Content-Encoding"] = "gzip"
        response.headers.add("Vary", "Accept-Encoding")
    return response


def _pack_file(response: Response, content: bytes) -> bytes:
    key = request.path, response.get_etag()[0]
    if key not in _files:
        _files[key] = gzip.compress(content, 9, mtime=0)
    return _files[key]
