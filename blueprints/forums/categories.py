"""Keeping the categories of a forum, and putting a topic into one. What a category shows is in the list of topics."""

from typing import Any

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from blueprints.forums.forms import CategoryForm, CategoryOfForm, DeletingForm
from blueprints.kit.guards import allow, entry, space
from blueprints.kit.pages import fragment
from blueprints.kit.request import db, viewer
from models.core.errors import Invalid, Refused
from models.core.language import gettext as _
from models.core.language import ngettext
from models.entries.entry import Entry
from models.entries.reading import NotFound
from models.forums import category as keeping
from models.forums.reading import counts_by_category
from models.forums.topic import TOPIC_KINDS
from models.spaces.category import Category, categories, visible_category
from models.spaces.space import Space

Answer = Response | str


@allow("category.manage", on=space)
def manage_categories(here: Space) -> str:
    return _list(here, _form(here, CategoryForm(formdata=None)))


@allow("category.manage", on=space)
def add_category(here: Space) -> Response:
    form = _form(here, CategoryForm())
    if form.validate_on_submit():
        parent = visible_category(db(), viewer(), here, form.parent.data) if form.parent.data else None
        try:
            keeping.add_category(db(), here, viewer(), form.name.data, parent=parent, **_rights(form))
        except Invalid as error:
            form.blame(error)
        else:
            flash(_("The category is there."), "success")
            return redirect(_href(here), 303)
    return fragment(_list(here, form), 422)


@allow("category.manage", on=space)
def edit_category(here: Space, slug: str) -> str:
    found = _found(here, slug)
    values = {"name": found.name, "description": found.description}
    form = _form(here, CategoryForm(formdata=None, **values, readers=found.readers, posters=found.posters))
    return _one(here, found, form)


@allow("category.manage", on=space)
def save_category(here: Space, slug: str) -> Response:
    found, form = _found(here, slug), _form(here, CategoryForm())
    form.parent.data = ""
    if form.validate_on_submit():
        try:
            moved = keeping.change_category(found, here, viewer(), name=form.name.data, **_rights(form))
        except Invalid as error:
            form.blame(error)
        else:
            said = ngettext(
                "Saved. %(num)s text has other readers now.", "Saved. %(num)s texts have other readers now.", moved
            )
            flash(said if moved else _("Saved"), "success")
            return redirect(_href(here), 303)
    return fragment(_one(here, found, form), 422)


@allow("category.manage", on=space)
def order_category(here: Space, slug: str) -> Response:
    keeping.move_category(_found(here, slug), viewer(), up=request.form.get("to") == "up")
    return redirect(f"{_href(here)}#c-{slug}", 303)


@allow("category.manage", on=space)
def archive_category(here: Space, slug: str) -> Response:
    found = _found(here, slug)
    if request.form.get("on", "1") == "1":
        keeping.archive_category(found, viewer())
        flash(_("“%(name)s” is archived: it can be read, but nothing new comes into it.", name=found.name), "success")
    else:
        keeping.unarchive_category(found, viewer())
        flash(_("“%(name)s” is in use again.", name=found.name), "success")
    return redirect(_href(here), 303)


@allow("category.manage", on=space)
def delete_category(here: Space, slug: str) -> Response:
    found = _found(here, slug)
    wanted = request.form.get("to", "")
    to = _found(here, wanted) if wanted else None
    try:
        keeping.delete_category(found, here, viewer(), to)
    except Refused as error:
        form = _form(here, CategoryForm(formdata=None, obj=found))
        form.form_errors.append(str(error))
        return fragment(_one(here, found, form), 422)
    flash(_("The category is deleted."), "success")
    return redirect(_href(here), 303)


@allow("topic.categorise", on=entry())
def ask_category(topic: Entry) -> str:
    form = _choices(_topic(topic), CategoryOfForm(formdata=None))
    form.category.data = topic.category.slug if topic.category else ""
    return render_template("forums/category_of.html", topic=topic, form=form)


@allow("topic.categorise", on=entry())
def set_category(topic: Entry) -> Response:
    form = _choices(_topic(topic), CategoryOfForm())
    if form.validate_on_submit():
        here: Any = topic.space
        chosen = _found(here, form.category.data) if form.category.data else None
        try:
            keeping.put_into(topic, chosen, viewer())
        except Refused as error:
            form.form_errors.append(str(error))
        else:
            flash(
                _("It stands in “%(name)s” now.", name=chosen.name) if chosen else _("It stands in no category now."),
                "success",
            )
            return redirect(f"/topics/{topic.id}", 303)
    return fragment(render_template("forums/category_of.html", topic=topic, form=form), 422)


def _topic(topic: Entry) -> Entry:
    if topic.kind not in TOPIC_KINDS or topic.space is None:
        raise NotFound
    return topic


def _choices(topic: Entry, form: CategoryOfForm) -> CategoryOfForm:
    found = [row for row in categories(db(), viewer(), topic.space) if row.archived_at is None]
    words = reader_words()
    shown = [(row.slug, f"{'– ' if row.parent_id else ''}{row.name} ({words[row.readers]})") for row in found]
    form.category.choices = [("", _("No category (%(who)s)", who=words["space"])), *shown]
    return form


def reader_words() -> dict[str, str]:
    return {
        "space": _("whoever can read the space"),
        "members": _("members of the space"),
        "curators": _("curators and owners"),
    }


def poster_words() -> dict[str, str]:
    return {
        "space": _("whoever can post in the space"),
        "contributors": _("contributors, curators and owners"),
        "curators": _("curators and owners"),
    }


def _form(here: Space, form: CategoryForm) -> CategoryForm:
    above = [row for row in categories(db(), viewer(), here) if row.parent_id is None]
    form.parent.choices = [("", _("No other category")), *((row.slug, row.name) for row in above)]
    form.readers.choices, form.posters.choices = list(reader_words().items()), list(poster_words().items())
    return form


def _rights(form: CategoryForm) -> dict[str, Any]:
    return {
        "description": form.description.data or "",
        "readers": form.readers.data,
        "posters": form.posters.data,
    }


def _found(here: Space, slug: str) -> Category:
    found = visible_category(db(), viewer(), here, slug)
    if found is None:
        raise NotFound
    return found


def _href(here: Space) -> str:
    return f"/s/{here.slug}/forum/categories"


def _list(here: Space, form: CategoryForm) -> str:
    found = categories(db(), viewer(), here)
    return render_template(
        "forums/categories.html",
        space=here,
        form=form,
        categories=found,
        counts=counts_by_category(db(), viewer(), found),
        readers=reader_words(),
        posters=poster_words(),
    )


def _one(here: Space, found: Category, form: CategoryForm) -> str:
    others = [row for row in categories(db(), viewer(), here) if row.id != found.id and row.archived_at is None]
    deleting = DeletingForm(formdata=None)
    deleting.to.choices = [("", _("Nowhere: it is empty")), *((row.slug, row.name) for row in others)]
    return render_template("forums/category.html", space=here, category=found, form=form, deleting=deleting)
