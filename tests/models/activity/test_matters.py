"""The register of matters: found by verb and kind, the most personal first, one for each reason."""

from collections.abc import Iterator

import pytest

from models.activity import matters
from models.activity.matters import Done, Matter, Thing, concerns_somebody, matter, matters_of, settled_by, thing_of
from models.core import clock


def done(verb: str, kind: str = "question", subject_id: int = 7, **detail: object) -> Done:
    return Done(1, clock.now(), 2, verb, kind, subject_id, 3, "everyone", dict(detail))


def made(verb: str, reason: str, rank: int = 50, kinds: tuple[str, ...] = (), ends: tuple[str, ...] = ()) -> Matter:
    return matter(
        Matter(
            verb=verb,
            reason=reason,
            people=lambda _session, _act: [1],
            said=lambda who: who,
            why=lambda: "Because",
            label=lambda: reason,
            rank=rank,
            kinds=kinds,
            settled_by=ends,
        )
    )


@pytest.fixture(autouse=True)
def empty(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(matters, "_matters", {})
    monkeypatch.setattr(matters, "_settling", {})
    yield


def test_the_most_personal_matter_of_a_verb_comes_first() -> None:
    far, near = made("sang", "heard", rank=90), made("sang", "named", rank=10)
    assert matters_of("sang") == [near, far]
    assert list(matters.by_reason()) == ["named", "heard"]


def test_a_matter_of_some_kinds_is_not_found_for_others() -> None:
    made("sang", "heard", kinds=("page",))
    assert matters_of("sang", "page") and not matters_of("sang", "question")


def test_only_verbs_that_somebody_named_concern_anybody() -> None:
    asked = made("asked", "duty", ends=("decided",))
    assert concerns_somebody("asked") and concerns_somebody("decided") and not concerns_somebody("sang")
    assert settled_by("decided") == [asked]


def test_an_act_is_about_its_thread_or_its_space() -> None:
    assert thing_of(done("wrote", root=4)) == Thing("entry", 4, entry_id=4)
    assert thing_of(done("wrote")) == Thing("entry", 7, entry_id=7)
    assert thing_of(done("let-in", "space")) == Thing("space", 7, space_id=7)
