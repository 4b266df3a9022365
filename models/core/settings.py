"""Settings, read from `WITAN_*` variables. Each is documented here; an unknown or wrong one stops the start by name."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError


class SettingError(ValueError):
    """A setting cannot be used; the message names the variable and what it may be."""


def _switch(text: str) -> bool:
    words = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
    if text.strip().lower() not in words:
        raise ValueError("must be yes or no")
    return words[text.strip().lower()]


def _whole(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.strip().isdigit() or not least <= int(text) <= most:
            raise ValueError(f"must be a whole number from {least} to {most}")
        return int(text)

    return read


def _one_of(*choices: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in choices:
            raise ValueError(f"must be one of {', '.join(choices)}")
        return text

    return read


def _zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError("must be a time zone such as Europe/London") from error
    return text


def _languages(text: str) -> tuple[str, ...]:
    codes = tuple(code.strip() for code in text.split(",") if code.strip())
    try:
        for code in codes:
            Locale.parse(code.replace("-", "_"))
    except (ValueError, UnknownLocaleError) as error:
        raise ValueError("must be codes of languages with commas, such as en,cy,fr") from error
    if not codes:
        raise ValueError("must name one language or more, such as en,cy,fr")
    return codes


def _database(text: str) -> str:
    if not text.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise ValueError("must begin with sqlite:/// or postgresql+psycopg://")
    return text


def _proxy_hops(text: str) -> int:
    return _whole(0, 5)(text)


def _setting(default: Any, read: Callable[[str], Any], about: str) -> Any:
    return field(default=default, metadata={"read": read, "about": about})


@dataclass(frozen=True)
class Settings:
    """Everything that an operator can choose. The variable is `WITAN_` and the field's name in capitals."""

    data: Path = _setting(Path("var"), lambda t: Path(t), "Folder for the database, the search index, files and mail.")
    database_url: str = _setting("", _database, "Address of the database. Empty: SQLite in the data folder.")
    search_engine: str = _setting(
        "chosen",
        _one_of("chosen", "embedded", "postgres"),
        "Keeps the search index in the data folder (embedded) or in PostgreSQL (postgres). "
        "chosen: as `flask index use` said last, at first embedded.",
    )
    redis_url: str = _setting("", str, "Address of Valkey or Redis. Needed when more than one process serves.")
    host: str = _setting("127.0.0.1", str, "Address to listen on.")
    port: int = _setting(8000, _whole(1, 65535), "Port to listen on.")
    threads: int = _setting(48, _whole(4, 512), "Threads of the web process: so many requests at once.")
    live_connections: int = _setting(500, _whole(0, 50_000), "Open live connections of a process; later ones poll.")
    live_lines: str = _setting("threads", _one_of("threads", "loop"), "What holds them: a thread each, or one loop.")
    secret_key: str = _setting("", str, "Signs cookies. Empty: made once and kept in the data folder.")
    site_name: str = _setting("Witan", str, "Name of the intranet in titles and mails.")
    public_url: str = _setting("", str, "Address that people use, for links in mails. Empty: http://host:port.")
    locale: str = _setting("en_GB", str, "Language of the interface for those who choose none.")
    page_languages: tuple[str, ...] = _setting(
        ("en", "cy", "gd", "ga", "fr", "de", "es", "it", "nl", "pl", "pt", "ro", "ar", "bn", "pa", "so", "ur", "zh"),
        _languages,
        "Languages that pages can be written in, with commas. The first is that of a new page.",
    )
    time_zone: str = _setting("Europe/London", _zone, "Time zone of dates on pages.")
    sign_up: str = _setting("closed", _one_of("closed", "open"), "Whether people may make their own account.")
    sign_up_domains: str = _setting("", str, "Mail domains that may sign up, with commas. Empty: all.")
    session_days: int = _setting(30, _whole(1, 365), "Days after which a person must sign in again.")
    secure_cookies: bool = _setting(False, _switch, "Send cookies over HTTPS only. Switch on behind HTTPS.")
    proxy_hops: int = _setting(0, _proxy_hops, "Reverse proxies in front whose X-Forwarded headers are trusted.")
    mail: str = _setting("file", _one_of("file", "console", "smtp"), "Where mail goes: a file, the console or SMTP.")
    mail_from: str = _setting("witan@intranet.example", str, "Sender of mails.")
    smtp_host: str = _setting("127.0.0.1", str, "Mail server.")
    smtp_port: int = _setting(25, _whole(1, 65535), "Port of the mail server.")
    smtp_user: str = _setting("", str, "User at the mail server, where it asks for one.")
    smtp_password: str = _setting("", str, "Password at the mail server.")
    smtp_tls: bool = _setting(False, _switch, "Use STARTTLS with the mail server.")
    largest_file: int = _setting(100, _whole(1, 4000), "Megabytes of the largest file. Owners of a space may set less.")
    programs: bool = _setting(False, _switch, "Whether programs, such as .exe files, may be kept.")
    trash_days: int = _setting(30, _whole(1, 3650), "Days in the trash before something is gone for good.")
    post_edit_minutes: int = _setting(60, _whole(0, 5_256_000), "Minutes in which the author of a post can change it.")
    confirmations_a_month: int = _setting(4, _whole(1, 100), "Pages that one person is asked to confirm in a month.")
    outside_links: bool = _setting(True, _switch, "Let curators have the links to other web sites checked.")
    outside_proxy: str = _setting("", str, "Proxy for that check, such as http://proxy.example:3128. Empty: none.")
    outside_private: bool = _setting(False, _switch, "Let that check reach addresses inside the network. For tests.")
    worker: bool = _setting(True, _switch, "Run the worker inside the web process. Off: run `flask worker`.")
    log_level: str = _setting("info", _one_of("debug", "info", "warning", "error"), "How much is logged.")

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{(self.data / 'witan.db').resolve()}"

    @property
    def queue_url(self) -> str:
        """The address of Valkey or Redis for the one client library, which speaks with both."""
        return self.redis_url.replace("redis://", "valkey://", 1).replace("rediss://", "valkeys://", 1)

    @property
    def index_folder(self) -> Path:
        return self.data / "index"

    @property
    def files_folder(self) -> Path:
        return self.data / "files"

    @property
    def mail_folder(self) -> Path:
        return self.data / "mail"

    @property
    def address(self) -> str:
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")


def variable(setting: str) -> str:
    """The environment variable of a setting's field name."""
    return f"WITAN_{setting.upper()}"


# Read by the tests alone, to find the shared test material.
NOT_SETTINGS = {"WITAN_SHARED"}


def read_settings(environ: Mapping[str, str] = os.environ, **overrides: Any) -> Settings:
    """Settings from the environment.

    Raises SettingError that names the variable when a value is wrong or when no setting has that name.
    """
    known = {variable(each.name): each for each in fields(Settings)}
    for unknown in sorted(n for n in environ if n.startswith("WITAN_") and n not in known and n not in NOT_SETTINGS):
        raise SettingError(f"{unknown} is not a setting of Witan. See docs/operator.md for the list.")
    values = {}
    for name, each in known.items():
        if name not in environ:
            continue
        try:
            values[each.name] = each.metadata["read"](environ[name])
        except ValueError as error:
            raise SettingError(f"{name} {error}, not {environ[name]!r}.") from error
    settings = Settings(**{**values, **overrides})
    if settings.search_engine == "postgres" and not settings.database.startswith("postgresql"):
        raise SettingError(
            "WITAN_SEARCH_ENGINE can only be postgres when WITAN_DATABASE_URL names a PostgreSQL database."
        )
    return settings
