"""Writing a new page and editing one. Whatever cannot be saved comes back in the form as it was typed."""

from typing import Any

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from blueprints.kit.conflict import Conflict, conflict_with
from blueprints.kit.guards import allow, entry, space
from blueprints.kit.request import db, viewer
from blueprints.kit.rows import who_can_read
from blueprints.wiki.forms import EditPageForm, NewPageForm
from blueprints.wiki.languages import default_language, language_choices
from blueprints.wiki.places import is_large, page_href, places
from models.core.errors import Invalid, Outdated
from models.core.language import gettext as _
from models.entries.reading import visible_entry
from models.entries.tagging import tags_on
from models.spaces.space import Space
from models.wiki.page import Page, write_page
from models.wiki.translating import check_language, set_language


@allow("page.create", on=space)
def new(space: Space) -> str:
    form = NewPageForm(title=request.args.get("title", "")[:200], parent=request.args.get("parent", 0, type=int))
    return _new_form(form, space)


@allow("page.create", on=space)
def create(space: Space) -> Response | tuple[str, int]:
    form = NewPageForm()
    parent = request.form.get("parent", 0, type=int)
    form.parent.choices = [SelectChoice(*place) for place in places(space, parent, form.find.data or "")]
    if "look" in request.form:
        return _new_form(form, space), 200
    if form.validate():
        try:
            page = write_page(
                db(),
                viewer(),
                space,
                form.title.data,
                form.body.data,
                parent=visible_entry(db(), viewer(), Page, form.parent.data) if form.parent.data else None,
                tags=form.tag_words,
                language=check_language(form.language.data or default_language()),
            )
        except Invalid as error:
            form.blame(error)
        else:
            flash(_("The page is saved."), "success")
            return redirect(page_href(page), 303)
    return _new_form(form, space), 422


def _new_form(form: NewPageForm, space: Space) -> str:
    form.parent.choices = form.parent.choices or [
        SelectChoice(*place) for place in places(space, form.parent.data or 0)
    ]
    form.language.data = form.language.data or default_language()
    form.language.choices = [SelectChoice(*each) for each in language_choices(form.language.data)]
    return render_template(
        "wiki/new.html",
        form=form,
        space=space,
        large=is_large(space),
        readers=who_can_read(space.audience, space.name),
    )


@allow("page.edit", on=entry(Page, with_text=True))
def edit(page: Page) -> str:
    form = EditPageForm(
        title=page.title, body=page.body, tags=", ".join(tags_on(db(), page)), based_on=str(page.version)
    )
    return _edit_form(form, page)


@allow("page.edit", on=entry(Page, with_text=True))
def save(page: Page) -> Response | tuple[str, int]:
    form, before, tags = EditPageForm(), (page.version, page.language), tags_on(db(), page)
    if not form.validate():
        return _edit_form(form, page), 422
    try:
        page.revise(
            by=viewer(),
            based_on=form.based_on.data,
            title=form.title.data,
            body=form.body.data,
            tags=form.tag_words,
            summary=form.summary.data or "",
            minor=form.minor.data,
        )
        set_language(page, viewer(), form.language.data or page.language)
    except Invalid as error:
        form.blame(error)
        return _edit_form(form, page), 422
    except Outdated:
        return somebody_saved(form, page.id)
    if ((page.version, page.language), tags_on(db(), page)) == (before, tags):
        flash(_("You changed nothing, so the page stays as it was."))
    else:
        flash(_("Your changes are saved."), "success")
    return redirect(page_href(page), 303)


def somebody_saved(form: EditPageForm, page_id: int) -> tuple[str, int]:
    """The form with the person's own text; saving it again replaces what is shown beside it, and nothing newer."""
    db().rollback()
    page = visible_entry(db(), viewer(), Page, page_id, with_text=True)
    found = conflict_with(page, form.title.data, form.body.data)
    form.based_on.data = str(page.version)
    return _edit_form(form, page, conflict=found), 409


def _edit_form(form: EditPageForm, page: Page, conflict: Conflict | None = None) -> str:
    values: dict[str, Any] = {"form": form, "page": page, "conflict": conflict, "href": page_href(page)}
    form.language.data = form.language.data or page.language
    form.language.choices = [SelectChoice(*each) for each in language_choices(page.language)]
    space_name = page.space.name if page.space else None
    return render_template("wiki/edit.html", readers=who_can_read(page.audience, space_name), **values)
