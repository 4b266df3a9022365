"""`flask export space`: a wiki as files that can be read without Witan."""

from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy import select
from sqlalchemy.orm import Session

from blueprints.kit.services import Services, services
from blueprints.transfer.documents import html_document, pdf_document
from models.core.db import one
from models.core.errors import WitanError
from models.people.person import person_named
from models.policy.viewer import Viewer, viewer_of
from models.spaces.space import Space
from models.transfer.pages.gathering import Gathered, gather
from models.transfer.pages.writing import FolderSink, write_markdown
from models.wiki.page import TAKEN


@click.group()
def export() -> None:
    """Write content to files."""


@export.command("space")
@click.argument("slug")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder (markdown) or file to write.")
@click.option("--format", "form", type=click.Choice(["markdown", "html", "pdf"]), default="markdown")
@click.option("--page", "page_slug", default="", help="Only this page, by its address, and those below it.")
@click.option("--as", "username", default="", help="Only what this person may read. Default: all that stands there.")
@with_appcontext
def space(slug: str, out: Path, form: str, page_slug: str, username: str) -> None:
    """The wiki of a space: Markdown files with attachments, one HTML file, or PDF."""
    held = services()
    try:
        with held.database.reading() as session:
            _write(_gathered(session, slug, page_slug, username), held, out, form)
    except (WitanError, OSError) as error:
        raise click.ClickException(str(error)) from error


def _gathered(session: Session, slug: str, page_slug: str, username: str) -> Gathered:
    space = session.scalar(select(Space).where(Space.slug == slug))
    viewer = _viewer(session, username) if username else None
    if space is None or (viewer is not None and space.audience not in viewer.keys):
        raise click.ClickException(f"There is no space with the address {slug}.")
    top = one(session, TAKEN, space_id=space.id, slug=page_slug) if page_slug else None
    gathered = gather(session, space, viewer, top.id if top else None)
    if page_slug and (top is None or not gathered.nodes):
        raise click.ClickException(f"The space has no page with the address {page_slug}.")
    if not gathered.nodes:
        raise click.ClickException("There is no page to export.")
    return gathered


def _viewer(session: Session, username: str) -> Viewer:
    person = person_named(session, username)
    if person is None or person.disabled_at is not None:
        raise click.ClickException(f"Nobody has the username {username}.")
    return viewer_of(session, person)


def _write(gathered: Gathered, held: Services, out: Path, form: str) -> None:
    if form == "markdown":
        done = write_markdown(gathered, held.blobs, FolderSink(out))
        click.echo(f"Wrote {done.pages:,} pages and {done.files:,} files to {out}.")
        for path in done.missing:
            click.echo(f"Left out: {path}, whose bytes are missing.", err=True)
        return
    title = gathered.nodes[0].title if gathered.top_id else gathered.space.name
    if form == "html":
        out.write_text(html_document(gathered, held, title), encoding="utf-8")
    else:
        out.write_bytes(pdf_document(gathered, held, title))
    click.echo(f"Wrote {len(gathered.nodes):,} pages to {out}.")
