"""What somebody who is silenced in a space for a time cannot do there; asked before the rules."""

from datetime import datetime
from typing import Any

from models.policy.viewer import Viewer

# What somebody who is silenced in a space cannot do there. They read, thank, follow, report and take back their own.
WRITING = frozenset({
    "entry.edit", "entry.tag", "entry.restore-revision", "entry.share",
    "page.create", "page.edit", "page.tag", "page.restore-revision", "page.rename", "page.translate", "page.propose",
    "page.set-owner", "page.set-review", "page.check",
    "comment.create", "comment.edit", "comment.tag", "comment.restore-revision", "comment.resolve",
    "file.upload", "file.edit", "file.tag", "file.restore-revision", "file.replace", "file.move", "file.lock",
    "folder.arrange", "change.comment", "change.review", "change.revise",
    "topic.create", "topic.reply", "topic.accept", "topic.claim", "topic.invite", "topic.close", "topic.convert",
    "opportunity.create", "opportunity.offer",
    "post.create", "post.reply", "post.edit", "post.restore-revision", "post.poll",
})  # fmt: skip


def silenced_until(viewer: Viewer, thing: Any) -> datetime | None:
    """Until when the viewer cannot write where the thing stands."""
    space_id = thing.space_id if hasattr(thing, "space_id") else getattr(thing, "id", None)
    return viewer.silenced.get(space_id or 0) if viewer.silenced and thing is not None else None
