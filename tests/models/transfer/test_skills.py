"""Vocabularies of skills: ESCO and the capability framework, taken together and again."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from models.core.db import Database
from models.core.errors import Invalid
from models.people.person import Person, add_person
from models.people.skill import Skill, claim_skill, skill_named, skills_of
from models.transfer.intake import Intake
from models.transfer.report import Report
from models.transfer.skills import import_skills
from tests.shared import shared_path

ESCO = {"uri": "http://data.europa.eu/esco/skill/1", "label": "Service design", "skillType": "knowledge"}
FRAMEWORK = 'Skill Name,Skill Description,Awareness,Expert\nService design,To design,"You can:\n- see it","- do it"\n'


@pytest.fixture
def take(empty: Database) -> Callable[[Path], Report]:
    def take_(source: Path) -> Report:
        with Intake(empty) as intake:
            import_skills(intake, source)
        return intake.report

    return take_


def _esco(folder: Path, *rows: Any) -> Path:
    file = folder / "skills.jsonl"
    file.write_text("\n".join(each if isinstance(each, str) else json.dumps(each) for each in rows))
    return file


def test_a_skill_of_both_vocabularies_is_one_with_names_and_levels(empty, take, tmp_path):
    take(_esco(tmp_path, ESCO | {"altLabel": ["Designing services"], "description": "From ESCO"}))
    framework = tmp_path / "framework.csv"
    framework.write_text(FRAMEWORK)
    report = take(framework)
    assert dict(report.changed) == {"skills": 1} and not report.taken
    with empty.reading() as session:
        found = skill_named(session, "designing SERVICES")
        skill = session.get_one(Skill, found.id)
        assert (skill.name, skill.description) == ("Service design", "From ESCO")
        assert skill.levels == {"awareness": "You can:\n- see it", "expert": "- do it"}


def test_taking_it_again_doubles_nothing(empty, take, tmp_path):
    take(_esco(tmp_path, ESCO))
    assert dict(take(tmp_path / "skills.jsonl").unchanged) == {"skills": 1}
    assert dict(take(_esco(tmp_path, ESCO | {"altLabel": ["Other"]})).changed) == {"skills": 1}


def test_what_somebody_typed_joins_the_vocabulary_and_stays_theirs(empty, take, tmp_path):
    with empty.writing() as session:
        claim_skill(session, add_person(session, "ben.o", "Ben"), "service design", "expert")
    take(_esco(tmp_path, ESCO))
    with empty.reading() as session:
        (row,) = skills_of(session, session.scalars(select(Person.id)).one())
        assert (row.kind, row.level) == ("knowledge", "expert")


def test_what_cannot_be_taken_is_reported_by_line(take, tmp_path):
    report = take(_esco(tmp_path, "no json", [1], {"label": "No address"}, ESCO | {"label": "x" * 300}, ESCO))
    assert dict(report.taken) == {"skills": 1} and sum(map(len, report.left_out.values())) == 4


def test_a_folder_without_skills_is_refused(take, tmp_path):
    with pytest.raises(Invalid):
        take(tmp_path)


@pytest.mark.shared_data
def test_the_published_vocabularies_are_taken_whole(empty, take):
    esco, framework = take(shared_path("data/skills-esco-ict")), take(shared_path("data/skills-uk-gdad"))
    assert esco.taken["skills"] + sum(map(len, esco.left_out.values())) == 877 and not framework.left_out
    assert framework.taken["skills"] + framework.changed["skills"] == 188
    with empty.reading() as session:
        assert (
            session.scalar(select(func.count()).select_from(Skill)) == esco.taken["skills"] + framework.taken["skills"]
        )
        assert len(session.get_one(Skill, skill_named(session, "Accessibility").id).levels) == 4
