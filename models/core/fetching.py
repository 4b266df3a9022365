"""Asking a web address outside whether it is there: no page of it is kept, and nothing inside the network is reached.

Each host is looked up once, every address that it has must be public, and the connection goes to exactly that address:
a name that changes between the look-up and the connection leads nowhere else. Redirects are looked at in the same way.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit

SECONDS = 10.0
# However slowly a host sends, an answer is given up after this.
LONGEST = 20.0
REDIRECTS = 5
MOST_READ = 1024
AGENT = "Witan link check"
MOVED = (301, 302, 303, 307, 308)


@dataclass(frozen=True)
class Found:
    """What an address answered: its last status, or (0) why there was none.

    `problem` is one of: address (no web address), private (inside the network), name (no such host), time, tls,
    connection, redirects; empty when the host answered.
    """

    status: int
    problem: str = ""

    @property
    def ok(self) -> bool:
        return not self.problem and self.status < 400


class _Refused(Exception):
    """Why an address is not asked; the text is a `problem`."""


def probe(url: str, *, proxy: str = "", private: bool = False) -> Found:
    """Ask with HEAD, and with GET where HEAD is not welcome. `private` lets it reach inside the network (for tests)."""
    try:
        for _hop in range(REDIRECTS + 1):
            status, goes_to = _ask(url, proxy, private)
            if status not in MOVED or not goes_to:
                return Found(status)
            url = urljoin(url, goes_to)
        return Found(0, "redirects")
    except _Refused as reason:
        return Found(0, str(reason))
    except TimeoutError:
        return Found(0, "time")
    except ssl.SSLError:
        return Found(0, "tls")
    except (OSError, http.client.HTTPException, ValueError):
        return Found(0, "connection")


def _ask(url: str, proxy: str, private: bool) -> tuple[int, str]:
    parts = _parts(url)
    status, goes_to = _once("HEAD", parts, proxy, private)
    return _once("GET", parts, proxy, private) if status >= 400 else (status, goes_to)


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        known = parts.scheme in ("http", "https") and parts.hostname and (parts.port is None or parts.port > 0)
    except ValueError as error:
        raise _Refused("address") from error
    if not known:
        raise _Refused("address")
    return parts


def _once(method: str, parts: SplitResult, proxy: str, private: bool) -> tuple[int, str]:
    with closing(_connection(parts, proxy, private)) as connection:
        connection.connect()
        end = threading.Timer(LONGEST, _cut(connection))
        end.daemon = True
        end.start()
        try:
            connection.putrequest(method, _target(parts, proxy), skip_accept_encoding=True)
            connection.putheader("User-Agent", AGENT)
            connection.putheader("Accept", "*/*")
            connection.putheader("Connection", "close")
            connection.endheaders()
            answer = connection.getresponse()
            goes_to = answer.getheader("Location") or ""
            if method == "GET":
                answer.read(MOST_READ)
            return answer.status, goes_to
        finally:
            end.cancel()


def _cut(connection: http.client.HTTPConnection) -> Callable[[], None]:
    def cut() -> None:
        if connection.sock is not None:
            with suppress(OSError):
                connection.sock.shutdown(socket.SHUT_RDWR)

    return cut


def _target(parts: SplitResult, proxy: str) -> str:
    """What stands in the request line; never a name or password that stood in the address."""
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (
        "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?") if parts.query else ""
    )
    if proxy and parts.scheme == "http":
        return f"http://{_host_header(parts)}{path}"
    return path


def _host_header(parts: SplitResult) -> str:
    name = _ascii(parts.hostname or "")
    shown = f"[{name}]" if ":" in name else name
    return f"{shown}:{parts.port}" if parts.port else shown


def _ascii(name: str) -> str:
    try:
        return name if name.isascii() else name.encode("idna").decode()
    except UnicodeError as error:
        raise _Refused("name") from error


def _connection(parts: SplitResult, proxy: str, private: bool) -> http.client.HTTPConnection:
    name, secure = _ascii(parts.hostname or ""), parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    if proxy:
        _check_known(name, port, private)
        through = urlsplit(proxy)
        if secure:
            made: http.client.HTTPConnection = http.client.HTTPSConnection(
                through.hostname or "", through.port or 3128, timeout=SECONDS
            )
            made.set_tunnel(name, port)
            return made
        return http.client.HTTPConnection(through.hostname or "", through.port or 3128, timeout=SECONDS)
    address = _public_address(name, port, private)
    return _PinnedSecure(name, port, address) if secure else _Pinned(name, port, address)


def _check_known(name: str, port: int, private: bool) -> None:
    """Behind a proxy names may be known to the proxy alone; one that is known here must be public all the same."""
    try:
        _public_address(name, port, private)
    except _Refused as reason:
        if str(reason) != "name" or "." not in name:
            raise


def _public_address(name: str, port: int, private: bool) -> str:
    try:
        found = {str(each[4][0]) for each in socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError) as error:
        raise _Refused("name") from error
    if not private and not all(_is_public(address) for address in found):
        raise _Refused("private")
    return sorted(found, key=lambda address: ":" in address)[0]


def _is_public(address: str) -> bool:
    """False for loopback, private, link-local, multicast and reserved addresses, also when one is wrapped in IPv6."""
    known = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(known, ipaddress.IPv6Address):
        inner = known.ipv4_mapped or known.sixtofour or (known.teredo[1] if known.teredo else None)
        if inner is not None and not _is_public(str(inner)):
            return False
        # NAT64 leads to the IPv4 address in its last four bytes.
        if known in ipaddress.ip_network("64:ff9b::/96"):
            return _is_public(str(ipaddress.IPv4Address(int(known) & 0xFFFFFFFF)))
    return known.is_global and not known.is_multicast


class _Pinned(http.client.HTTPConnection):
    """Connects to an address that was looked at, whatever the name means by now."""

    def __init__(self, name: str, port: int, address: str) -> None:
        super().__init__(name, port, timeout=SECONDS)
        self.address = address

    def connect(self) -> None:
        self.sock = socket.create_connection((self.address, self.port), SECONDS)


class _PinnedSecure(http.client.HTTPSConnection):
    """The same with TLS; the certificate must be that of the name."""

    def __init__(self, name: str, port: int, address: str) -> None:
        self.trust = ssl.create_default_context()
        super().__init__(name, port, timeout=SECONDS, context=self.trust)
        self.address = address

    def connect(self) -> None:
        plain = socket.create_connection((self.address, self.port), SECONDS)
        self.sock = self.trust.wrap_socket(plain, server_hostname=self.host)
