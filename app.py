"""Puts the application together: settings, the long-lived parts, extensions, blueprints. Nothing imports this."""

import logging
import secrets
from collections.abc import Callable
from functools import partial
from pathlib import Path

from flask import Flask
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from blueprints import registered
from blueprints.kit import errors, guards, headers, limited, naming, pages, request, sent, services
from blueprints.kit.services import Services
from blueprints.kit.spoken import SpokenEnvironment
from models.core.blobs import Blobs
from models.core.db import Database
from models.core.mail import Postman
from models.core.outbox import Handler, Worker
from models.core.settings import SettingError, Settings, read_settings
from models.files.keeping import FileReader
from models.forums.gone import GoneTeller
from models.loading import load_all
from models.microblog.voting import PollEnder
from models.notices.making import NoticeMaker
from models.policy import predicates
from models.search.choosing import open_engine
from models.search.gap import GapCloser
from models.search.indexing import Indexer
from models.search.twinning import TwinFinder
from models.search.watching import SearchWatcher
from models.upkeep import Upkeep
from models.wiki.links.checking import LinkChecker

LARGEST_FORM = 2 * 1024 * 1024
YEAR = 365 * 24 * 3600


def create_app(settings: Settings | None = None) -> Flask:
    """The application with these settings, or with those of the environment; a wrong one there ends the start."""
    settings = settings or _settings()
    load_all()
    app = Flask("witan", root_path=str(Path(__file__).parent))
    app.jinja_environment = SpokenEnvironment
    app.config.update(
        SECRET_KEY=settings.secret_key or _kept_secret(settings.data),
        SESSION_COOKIE_NAME="witan",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        PERMANENT_SESSION_LIFETIME=settings.session_days * 24 * 3600,
        SESSION_REFRESH_EACH_REQUEST=False,
        MAX_CONTENT_LENGTH=LARGEST_FORM,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM,
        SEND_FILE_MAX_AGE_DEFAULT=YEAR,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        TEMPLATES_AUTO_RELOAD=False,
    )
    if settings.proxy_hops:
        hops = settings.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    logging.getLogger().setLevel(settings.log_level.upper())
    predicates.site.edit_minutes = settings.post_edit_minutes
    services.install(app, make_services(settings, partial(_leads_somewhere, app)))
    # In the order in which a request meets them.
    sent.install(app)
    guards.install(app)
    errors.install(app)
    limited.install(app)
    request.install(app)
    CSRFProtect(app)
    pages.install(app)
    naming.install(app)
    headers.install(app)
    registered.install(app)
    return app


def make_services(settings: Settings, leads: Callable[[str], bool]) -> Services:
    """The database, the search engine and the worker that joins them. `leads`: whether a path of this site is any."""
    settings.data.mkdir(parents=True, exist_ok=True)
    database = Database(settings.database, pool_size=settings.threads)
    engine = open_engine(settings.search_engine, settings.index_folder, settings.database)
    indexer = Indexer(database, engine)
    handlers: dict[str, Handler] = {
        "index": indexer.handle,
        "mail": Postman(settings).handle,
        "links": LinkChecker(database, settings, leads=leads).handle,
        "notices": NoticeMaker(database).handle,
        "poll": PollEnder(database).handle,
        "gone": GoneTeller(database).handle,
        "gaps": GapCloser(database).handle,
        "searches": SearchWatcher(database, engine).handle,
    }
    blobs = Blobs(settings.files_folder)
    handlers["upkeep"] = Upkeep(database, engine, blobs, settings.trash_days, settings.address).handle
    worker = Worker(database, handlers, look_after=indexer.look_after)
    # Reading a large document takes seconds: it has a worker of its own, so that search and mail do not wait for it.
    # Looking for twins reads many texts, and nobody waits for it.
    twins = TwinFinder(database, engine).handle
    reader = Worker(database, {"file": FileReader(database, blobs).handle, "twins": twins}, batch=1)
    return Services(settings, database, engine, indexer, blobs, worker, reader)


def _leads_somewhere(app: Flask, path: str) -> bool:
    return app.url_map.bind("localhost").test(path)


def _settings() -> Settings:
    try:
        return read_settings()
    except SettingError as error:
        raise SystemExit(f"Witan cannot start. {error}") from error


def _kept_secret(folder: Path) -> str:
    """The key that signs cookies, made once and readable by the owner alone."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "secret_key"
    try:
        with file.open("x") as new:
            file.chmod(0o600)
            new.write(secrets.token_hex(32))
    except FileExistsError:
        pass
    return file.read_text().strip()
