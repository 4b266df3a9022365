"""One's own skills: naming them with a level, whom they are for, asking a colleague to endorse one, removing one."""

from typing import Any

from flask import flash, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response

from blueprints.kit.forms import nobody_meant
from blueprints.kit.guards import allow
from blueprints.kit.request import db, viewer
from blueprints.people.editing import Answer, audiences_of, myself
from blueprints.people.forms import AudienceForm, ColleagueForm, SkillForm, offer_audiences
from models.core.errors import Invalid, Refused
from models.core.language import gettext as _
from models.core.language import ngettext
from models.entries.reading import NotFound
from models.people.endorsing import (
    ask_to_endorse,
    endorsers,
    remove_skill,
    skill_held,
    skills_held,
    withdraw,
)
from models.people.person import Person
from models.people.profile import choose_audiences, profile_row
from models.people.section import choice_of, key_of, shown_to
from models.people.skill import MOST_SKILLS, claim_skill, level_words, set_level, skills_like
from models.policy.readers import meant
from models.policy.viewer import viewer_of

HERE = "/people/me/skills"
LONGEST_LIST = 200


@allow("person.edit", on=myself)
def list_own(person: Person) -> Answer:
    return _page(person, SkillForm(formdata=None), request.args.get("find", "")[:200])


@allow("person.edit", on=myself)
def add(person: Person) -> Answer:
    """Name a skill; with `look` the names that are like it are shown first, for whoever has no script."""
    form = SkillForm()
    if "look" in request.form:
        return _page(person, form, form.skill.data or "")
    if form.validate_on_submit():
        try:
            audience = key_of(audiences_of(person), "skills", person)
            # A name that was found, where one of them was chosen, else what was typed.
            text = request.form.get("chosen") or form.skill.data or ""
            claim_skill(db(), person, text, form.level.data, audience)
        except Invalid as error:
            form.blame(error)
        except Refused as error:
            form.skill.errors = [str(error)]
            return _page(person, form), 409
        else:
            flash(_("Your skill is saved."), "success")
            return redirect(HERE, 303)
    return _page(person, form), 422


@allow("person.edit", on=myself)
def choose_audience(person: Person) -> Answer:
    """Whom one's skills are for."""
    form = AudienceForm()
    offer_audiences(form.audience, "skills", person, audiences_of(person), fill=False)
    if not form.validate_on_submit():
        return _page(person, SkillForm(formdata=None)), 422
    choose_audiences(db(), person, {"skills": form.audience.data})
    flash(_("Your changes are saved."), "success")
    return redirect(HERE, 303)


def _page(person: Person, form: SkillForm, find: str = "") -> str:
    held, audience = skills_held(db(), person.id), AudienceForm(formdata=None)
    offer_audiences(audience.audience, "skills", person, audiences_of(person), fill=True)
    return render_template(
        "people/skills.html",
        form=form,
        audience=audience,
        skills=held,
        levels=level_words(),
        most=MOST_SKILLS,
        full=len(held) >= MOST_SKILLS,
        find=find,
        found=skills_like(db(), find, guest=viewer().is_guest) if find else [],
    )


@allow("account.manage")
def suggest() -> Response:
    """Names of skills that fit what is typed, for a script."""
    found = skills_like(db(), request.args.get("q", ""), guest=viewer().is_guest)
    return jsonify([{"name": row.name, "by": row.by if row.by != row.name else ""} for row in found])


def own_skill(values: dict[str, Any]) -> Any:
    """Fetches the viewer's own skill."""
    found = skill_held(db(), viewer().id, values.pop("skill_id"), viewer().id)
    if found is None:
        raise NotFound
    return found


@allow("account.manage", on=own_skill)
def show_own(skill: Any) -> Answer:
    return _one(skill, ColleagueForm(formdata=None))


@allow("account.manage", on=own_skill)
def change_level(skill: Any) -> Answer:
    person = db().get_one(Person, viewer().id)
    try:
        set_level(db(), person, skill.id, request.form.get("level", ""))
    except Invalid as error:
        flash(str(error), "error")
        return _one(skill, ColleagueForm(formdata=None)), 422
    flash(_("Your level is saved."), "success")
    return redirect(HERE, 303)


@allow("account.manage", on=own_skill)
def ask(skill: Any) -> Answer:
    """Ask a named colleague to endorse it."""
    form, person = ColleagueForm(), db().get_one(Person, viewer().id)
    of = meant(db(), form.username.data or "", None)
    if of is None or of.is_guest:
        form.username.errors = [nobody_meant()]
        return _one(skill, form), 422
    try:
        _check_sees(person, of)
        ask_to_endorse(db(), person, skill.id, of)
    except Refused as error:
        form.username.errors = [str(error)]
        return _one(skill, form), 409
    flash(_("%(name)s is asked to endorse “%(skill)s”", name=of.name, skill=skill.name), "success")
    return redirect(f"{HERE}/{skill.id}", 303)


def _check_sees(person: Person, of: Person) -> None:
    row = profile_row(db(), person.username)
    if not shown_to(choice_of(row.audiences, "skills"), person.id, row.path, viewer_of(db(), of)):
        raise Refused(_("%(name)s cannot see your skills. Choose first who can see them.", name=of.name))


@allow("account.manage", on=own_skill)
def take_off(skill: Any) -> Response:
    """Take somebody's endorsement off one's own profile."""
    withdraw(db(), viewer().id, skill.id, request.form.get("by", 0, type=int))
    flash(_("The endorsement is removed."), "success")
    return redirect(f"{HERE}/{skill.id}", 303)


@allow("account.manage", on=own_skill)
def ask_removal(skill: Any) -> Answer:
    return render_template("people/remove_skill.html", skill=skill)


@allow("account.manage", on=own_skill)
def remove(skill: Any) -> Response:
    gone = remove_skill(db(), db().get_one(Person, viewer().id), skill.id)
    said = _("“%(skill)s” is removed.", skill=skill.name)
    if gone:
        with_it = ngettext("%(num)s endorsement went with it.", "%(num)s endorsements went with it.", gone)
        said = f"{said} {with_it}"
    flash(said, "success")
    return redirect(HERE, 303)


def _one(skill: Any, form: ColleagueForm) -> str:
    return render_template(
        "people/own_skill.html",
        skill=skill,
        form=form,
        levels=level_words(),
        people=endorsers(db(), viewer().id, skill.id, limit=LONGEST_LIST),
    )
