"""Errors that a person can act on. Each carries a sentence that says what happened and what to do."""


class WitanError(Exception):
    """Base of the product's own errors; `str()` of it is shown to the person."""


class Refused(WitanError):
    """The request is understood but the rules of the thing do not allow it now (answers 409)."""


class Invalid(WitanError):
    """A value is not acceptable; `field` names where it was typed (answers 422)."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class Outdated(WitanError):
    """Somebody else saved first; nothing was overwritten and `current` is the version that stands now (answers 409)."""

    def __init__(self, message: str, current: int) -> None:
        super().__init__(message)
        self.current = current
