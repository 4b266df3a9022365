"""The predicates of the rules: what somebody is to a thing. Which action asks for which stands in `rules`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from models.core import clock
from models.policy.viewer import CURATING, Viewer
from models.spaces.category import POSTING_ROLE

Predicate = Callable[[Viewer, Any], bool]


@dataclass
class Site:
    """What the operator chose for all spaces; set when the application is made."""

    # How long the author of a post can change it, where the space says nothing else.
    edit_minutes: int = 60


site = Site()


def anyone(viewer: Viewer, thing: Any) -> bool:
    """Signed in, guests too."""
    return viewer.id != 0


def staff(viewer: Viewer, thing: Any) -> bool:
    """Signed in and no guest."""
    return viewer.id != 0 and not viewer.is_guest


def reader(viewer: Viewer, thing: Any) -> bool:
    """May see the thing, which is how it was found."""
    return viewer.id != 0


def poster(viewer: Viewer, thing: Any) -> bool:
    """A reader where the space lets readers post, or where there is no space; a contributor elsewhere."""
    space = _space(thing)
    if space is None:
        return staff(viewer, thing) or viewer.id == getattr(thing, "author_id", None)
    if space.archived_at is not None or not _posts_in_category(viewer, thing, space.id):
        return False
    return viewer.has_role(space.id, "contributor") or (space.readers_may_post and space.audience in viewer.keys)


def _posts_in_category(viewer: Viewer, thing: Any, space_id: int) -> bool:
    if getattr(thing, "category_id", None) is None:
        return True
    category = thing.category
    least = POSTING_ROLE.get(category.posters)
    return category.archived_at is None and (least is None or viewer.has_role(space_id, least))


def revealer(viewer: Viewer, thing: Any) -> bool:
    """Is named by the space as the one who may learn the name behind a question that was asked without one."""
    space = _space(thing)
    return viewer.id != 0 and space is not None and viewer.id == getattr(space, "revealer_id", None)


def insider(viewer: Viewer, thing: Any) -> bool:
    """May read what stands in the space; a space on request is found by others, but not read."""
    return thing.audience in viewer.keys


def contributor(viewer: Viewer, thing: Any) -> bool:
    return _active(thing) and viewer.has_role(_space_id(thing), "contributor")


def filer(viewer: Viewer, thing: Any) -> bool:
    """A contributor; but what somebody put into a post or a topic is theirs alone to change."""
    below = getattr(thing, "parent_id", None) is not None
    return author(viewer, thing) if below else contributor(viewer, thing)


def curator(viewer: Viewer, thing: Any) -> bool:
    return viewer.has_role(_space_id(thing), "curator")


def keeper(viewer: Viewer, thing: Any) -> bool:
    """Keeps order where the thing stands: a curator of its space; a moderator for what stands in none."""
    return viewer.is_moderator if thing.space_id is None else curator(viewer, thing)


def judge(viewer: Viewer, thing: Any) -> bool:
    """Decides about what somebody else wrote or is: a curator where it stands, or a moderator. Never about oneself."""
    own = viewer.id in (0, getattr(thing, "person_id", None), getattr(thing, "author_id", None))
    if own or getattr(thing, "id", None) in viewer.unnamed:
        return False
    return viewer.is_moderator or curator(viewer, thing)


def judging(viewer: Viewer, thing: Any) -> bool:
    """Decides somewhere: curates a space, moderates, or audits how that is done."""
    return viewer.is_moderator or viewer.is_admin or curating(viewer, thing)


def curating(viewer: Viewer, thing: Any) -> bool:
    """Curates a space, whichever."""
    return any(role in CURATING for role in viewer.roles.values())


def holder(viewer: Viewer, thing: Any) -> bool:
    """Took it on."""
    return viewer.id != 0 and viewer.id == thing.taken_by_id


def concerned(viewer: Viewer, thing: Any) -> bool:
    """The decision is about them, or about what they wrote."""
    return viewer.id != 0 and viewer.id == thing.person_id


def appealed_to(viewer: Viewer, thing: Any) -> bool:
    """One of those who may answer the appeal. The thing knows `judge_ids`."""
    return viewer.id != 0 and viewer.id in thing.judge_ids


def owner(viewer: Viewer, thing: Any) -> bool:
    return viewer.has_role(_space_id(thing), "owner")


def inviter(viewer: Viewer, thing: Any) -> bool:
    """A curator, but of a hidden space only an owner."""
    return viewer.has_role(_space_id(thing), "owner" if thing.openness == "hidden" else "curator")


def author(viewer: Viewer, thing: Any) -> bool:
    """Wrote it, with or without showing their name, and still may write there."""
    written_by = getattr(thing, "author_id", None)
    wrote = viewer.id == written_by or (written_by is not None and getattr(thing, "id", None) in viewer.unnamed)
    return viewer.id != 0 and wrote and _active(thing)


def recent_author(viewer: Viewer, thing: Any) -> bool:
    """Wrote it a short while ago: as long as the space says, or the site where the space says nothing."""
    minutes = getattr(_space(thing), "edit_minutes", None)
    if minutes is None:
        minutes = site.edit_minutes
    return author(viewer, thing) and clock.now() - thing.created_at < timedelta(minutes=minutes)


def page_owner(viewer: Viewer, thing: Any) -> bool:
    """Answers for the page: by name, with the role that it was given to, or as a contributor of the department."""
    if viewer.id == 0 or not _active(thing):
        return False
    if thing.owner_role:
        return viewer.has_role(thing.space_id, thing.owner_role)
    if thing.owner_department_id:
        return thing.owner_department_id in viewer.department_ids and viewer.has_role(thing.space_id, "contributor")
    return bool(viewer.id == thing.owner_person_id)


def locker(viewer: Viewer, thing: Any) -> bool:
    """Locked the file, and still may write there."""
    return viewer.id == getattr(thing, "locked_by_id", None) and filer(viewer, thing)


def asker(viewer: Viewer, thing: Any) -> bool:
    """Asked the question that the thing is or answers."""
    return author(viewer, getattr(thing, "question", thing))


def proposer(viewer: Viewer, thing: Any) -> bool:
    """Wrote the change request or the opportunity, whatever became of the space since."""
    return viewer.id != 0 and viewer.id == thing.author_id


def approver(viewer: Viewer, thing: Any) -> bool:
    """May approve the change request: whoever its approval names, but never its author."""
    asked = getattr(thing, "approval", None)
    if asked is None or viewer.id == 0 or viewer.id == thing.author_id:
        return False
    if asked.who == "people":
        return viewer.id in asked.person_ids
    if asked.who == "department":
        return not viewer.is_guest and asked.department_id in viewer.department_ids
    return viewer.has_role(thing.space_id, asked.role)


def tag_curator(viewer: Viewer, thing: Any) -> bool:
    """Looks after the topic. The thing knows `curator_ids`."""
    return viewer.id != 0 and viewer.id in thing.curator_ids


def responsible(viewer: Viewer, thing: Any) -> bool:
    """Issued the round of confirmations, or is named as the owner of its page. Nobody else learns who is missing."""
    owner_id = getattr(getattr(thing, "page", None), "owner_person_id", None)
    return viewer.id != 0 and viewer.id in (getattr(thing, "issuer_id", None), owner_id)


def joiner(viewer: Viewer, thing: Any) -> bool:
    """A colleague who is not yet a member, where the space lets people in."""
    return staff(viewer, thing) and thing.openness in ("open", "request")


def member(viewer: Viewer, thing: Any) -> bool:
    return viewer.role_in(_space_id(thing)) is not None


def moderator(viewer: Viewer, thing: Any) -> bool:
    return viewer.is_moderator


def administrator(viewer: Viewer, thing: Any) -> bool:
    return viewer.is_admin


def _space(thing: Any) -> Any:
    return getattr(thing, "space", None) if hasattr(thing, "space_id") else thing


def _space_id(thing: Any) -> int | None:
    return thing.space_id if hasattr(thing, "space_id") else getattr(thing, "id", None)


def _active(thing: Any) -> bool:
    space = _space(thing) if getattr(thing, "space_id", 1) is not None else None
    return getattr(space, "archived_at", None) is None
