"""Text that people write: Markdown in, safe HTML, plain text and references out. Nobody else uses Markdown or nh3."""

from models.core.text.cleaning import MAX_SLUG, clean, excerpt_of, page_slug, slugify, unaccented
from models.core.text.guard import MAX_BODY
from models.core.text.maths import formula_words
from models.core.text.plainly import picture_names, plain_spans, relinked, without_link
from models.core.text.rendering import RENDERER, local_ids, references, render, render_short
from models.core.text.shapes import Heading, References, Rendered, UnitId, WikiLink, link_source
from models.core.text.tasks import Task, tasks, ticked

__all__ = [
    "MAX_BODY",
    "MAX_SLUG",
    "RENDERER",
    "Heading",
    "References",
    "Rendered",
    "UnitId",
    "Task",
    "WikiLink",
    "clean",
    "excerpt_of",
    "formula_words",
    "link_source",
    "local_ids",
    "page_slug",
    "picture_names",
    "plain_spans",
    "references",
    "relinked",
    "render",
    "render_short",
    "slugify",
    "tasks",
    "ticked",
    "unaccented",
    "without_link",
]
