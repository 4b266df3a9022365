"""Photos: choosing one's own, and sending a person's to whoever may see it."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from flask import flash, redirect, render_template, request, send_file
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow
from blueprints.kit.receiving import takes_files, worked
from blueprints.kit.request import db, viewer
from blueprints.people.editing import Answer, audiences_of, myself
from blueprints.people.forms import AudienceForm, PhotoForm, offer_audiences
from blueprints.people.page import person as their_row
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.entries.reading import NotFound
from models.files.receiving import MEGABYTE
from models.people.faces import VERSION
from models.people.person import Person
from models.people.photo import (
    LARGEST_PHOTO,
    MEDIA_TYPE,
    MEGAPIXELS,
    Cropped,
    crop,
    picture_of,
    remove_photo,
    set_photo,
)
from models.people.profile import choose_audiences
from models.people.section import choice_of, shown_to
from models.policy.viewer import Viewer

HERE = "/people/me/photo"
KEPT_SECONDS = 3600
POLICY = "default-src 'none'; sandbox"


@allow("person.edit", on=myself)
def show_own(person: Person) -> Answer:
    return _page(person, PhotoForm(formdata=None))


def _gate(_session: Session, _known: Viewer, _values: dict[str, Any]) -> int:
    return LARGEST_PHOTO * MEGABYTE


def _crop(file: Path, form: Mapping[str, str]) -> Cropped:
    return crop(file, form.get("part", ""))


@takes_files(_gate, _crop)
@allow("person.edit", on=myself)
def save(person: Person) -> Answer:
    form = PhotoForm()
    try:
        if form.validate_on_submit():
            set_photo(db(), person, worked())
            flash(_("Your photo is saved."), "success")
            return redirect(HERE, 303)
    except Invalid as error:
        form.blame(error)
    return _page(person, form), 422


@allow("person.edit", on=myself)
def choose_audience(person: Person) -> Answer:
    form = AudienceForm()
    offer_audiences(form.audience, "photo", person, audiences_of(person), fill=False)
    if not form.validate_on_submit():
        return _page(person, PhotoForm(formdata=None)), 422
    choose_audiences(db(), person, {"photo": form.audience.data})
    flash(_("Your changes are saved."), "success")
    return redirect(HERE, 303)


@allow("person.edit", on=myself)
def remove(person: Person) -> Response:
    remove_photo(db(), person)
    flash(_("Your photo is removed. Your initials stand in its place."), "success")
    return redirect(HERE, 303)


def _page(person: Person, form: PhotoForm) -> str:
    audience = AudienceForm(formdata=None)
    offer_audiences(audience.audience, "photo", person, audiences_of(person), fill=True)
    return render_template(
        "people/photo.html",
        form=form,
        audience=audience,
        person=person,
        photo=picture_of(db(), person.id, "small"),
        megabytes=LARGEST_PHOTO,
        megapixels=MEGAPIXELS,
    )


@allow("person.read", on=their_row)
def send(row: Any, size: str) -> Response:
    """The photo for those whom it is for; for everybody else there is none, as where there is none at all."""
    shown = row.photo and shown_to(choice_of(row.audiences, "photo"), row.id, row.path, viewer())
    if not shown:
        raise NotFound
    if f"{row.photo}-{size}" in request.if_none_match:
        return _dressed(Response(status=304), row, size)
    found = picture_of(db(), row.id, size)
    return _dressed(send_file(BytesIO(found.content), mimetype=MEDIA_TYPE, etag=False), row, size)


def _dressed(answer: Response, row: Any, size: str) -> Response:
    answer.set_etag(f"{row.photo}-{size}")
    if request.args.get("v") == row.photo[:VERSION]:
        # Lists name this photo to those alone who may see it, so the browser that has it need not ask for each face.
        answer.headers["Cache-Control"] = f"private, max-age={KEPT_SECONDS}"
        answer.vary.add("Cookie")
    else:
        # Kept by the browser, but asked for each time: the right to see it may be gone.
        answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Content-Security-Policy"] = POLICY
    return answer
