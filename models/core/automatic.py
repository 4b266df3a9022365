"""The register of everything that ranks or suggests by itself. Each part registers beside its code; no ranking here.

The page that people read is made from this register, so what a part says of itself is what stands there.
"""

from dataclasses import dataclass
from typing import Protocol


class Said(Protocol):
    """Words in the language of whoever reads them, such as `lazy_gettext` gives."""

    def __str__(self) -> str: ...


@dataclass(frozen=True)
class Automatic:
    """One ranking or suggestion.

    `does` says what comes out of it, `inputs` what it looks at, `never` what it leaves alone on purpose, `owner` who
    answers for it, `switch` how it is switched off or why it cannot be. `address` is a page where it is at work;
    with `can_stop` each person can switch it off for themselves on the page of the register (`policy.stopping`).
    """

    name: str
    title: Said
    does: Said
    inputs: tuple[Said, ...]
    owner: Said
    switch: Said
    never: tuple[Said, ...] = ()
    address: str = ""
    can_stop: bool = False


_register: dict[str, Automatic] = {}


def automatic(one: Automatic) -> Automatic:
    """Make a ranking or suggestion known. Raises ValueError when the name is taken by another."""
    if _register.get(one.name, one) != one:
        raise ValueError(f"{one.name} is registered already")
    _register[one.name] = one
    return one


def register() -> list[Automatic]:
    """All of them, by name; complete once every module was imported (`models.loading`)."""
    return [_register[name] for name in sorted(_register)]
