"""Templates of a space: the list with ours, one to write or change, and which one new pages start from."""

from typing import Any

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from blueprints.kit.guards import allow, space
from blueprints.kit.languages import language_choices
from blueprints.kit.request import db, viewer
from blueprints.wiki.forms import TemplateForm
from blueprints.wiki.languages import default_language
from models.core.errors import Invalid
from models.core.language import gettext as _
from models.entries.reading import NotFound, visible_entry
from models.entries.tagging import tags_on
from models.spaces.space import Space
from models.wiki.page import Page
from models.wiki.writing.templates import (
    PageTemplate,
    built_in_starters,
    choose_language,
    choose_starter,
    keep_template,
    own_starters,
    remove_template,
    usual_starter,
)

Answer = Response | str | tuple[str, int]


@allow("template.manage", on=space)
def show_templates(space: Space) -> str:
    return render_template(
        "wiki/templates.html",
        space=space,
        own=own_starters(db(), space.id),
        built_in=built_in_starters(),
        usual=usual_starter(db(), space.id),
        language_now=default_language(space.id),
        languages=language_choices(default_language(space.id)),
    )


@allow("template.manage", on=space)
def ask_template(space: Space) -> str:
    """An empty form, or (`page`) one that begins with the text of a page."""
    number = request.args.get("page", 0, type=int)
    if not number:
        return _form(TemplateForm(formdata=None), space)
    page = visible_entry(db(), viewer(), Page, number, with_text=True)
    if page.space_id != space.id:
        raise NotFound
    tags = ", ".join(tags_on(db(), page))
    return _form(TemplateForm(formdata=None, name=page.title[:100], body=page.body, tags=tags), space)


@allow("template.manage", on=space)
def make_template(space: Space) -> Answer:
    return _keep(space, None)


@allow("template.manage", on=space)
def edit_template(space: Space, template_id: int) -> str:
    row = _own(space, template_id)
    form = TemplateForm(formdata=None, name=row.name, about=row.about, title=row.title, body=row.body, tags=row.tags)
    return _form(form, space, row)


@allow("template.manage", on=space)
def save_template(space: Space, template_id: int) -> Answer:
    return _keep(space, _own(space, template_id))


def _keep(space: Space, row: PageTemplate | None) -> Answer:
    form = TemplateForm()
    if form.validate():
        said = {
            field.name: field.data or "" for field in form if field.name in ("name", "about", "title", "body", "tags")
        }
        try:
            keep_template(db(), space, viewer(), row, **said)
        except Invalid as error:
            form.blame(error)
        else:
            flash(_("The template is saved."), "success")
            return redirect(f"/s/{space.slug}/templates", 303)
    return _form(form, space, row), 422


def _own(space: Space, template_id: int) -> PageTemplate:
    row = db().get(PageTemplate, template_id)
    if row is None or row.space_id != space.id:
        raise NotFound
    return row


def _form(form: TemplateForm, space: Space, row: PageTemplate | None = None) -> str:
    values: dict[str, Any] = {"form": form, "space": space, "row": row}
    return render_template("wiki/template.html", **values)


@allow("template.manage", on=space)
def take_away(space: Space, template_id: int) -> Response:
    row = _own(space, template_id)
    name = row.name
    remove_template(db(), space, viewer(), row)
    flash(_("The template “%(name)s” is removed. Pages begun from it stay as they are.", name=name), "success")
    return redirect(f"/s/{space.slug}/templates", 303)


@allow("template.manage", on=space)
def choose_usual(space: Space) -> Response:
    if "language" in request.form:
        choose_language(db(), space, viewer(), request.form["language"])
        flash(_("New pages are in this language now. Whoever writes one can choose another."), "success")
        return redirect(f"/s/{space.slug}/templates", 303)
    choose_starter(db(), space, viewer(), request.form.get("template", ""))
    flash(_("New pages start from this now. Whoever writes one can choose another."), "success")
    return redirect(f"/s/{space.slug}/templates", 303)
