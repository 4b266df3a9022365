"""What somebody did, told in one line: on lists of people who can answer and on the pages of topics."""

from collections.abc import Sequence

from models.core.language import ngettext
from models.expertise.weights import ACCEPTED, OWNED, UPVOTED, VERIFIED


def acts_in_words(acts: Sequence[str]) -> str:
    """Names of `weights.WEIGHT`, one a matter, in one line."""
    said = []
    if taken := acts.count(ACCEPTED):
        said.append(ngettext("%(num)s accepted answer", "%(num)s accepted answers", taken))
    if useful := acts.count(UPVOTED):
        said.append(ngettext("%(num)s useful answer", "%(num)s useful answers", useful))
    if cared := acts.count(VERIFIED) + acts.count(OWNED):
        said.append(ngettext("answers for or checked %(num)s page", "answers for or checked %(num)s pages", cared))
    if not said:
        said.append(ngettext("wrote about it in %(num)s place", "wrote about it in %(num)s places", len(acts)))
    return " · ".join(said)
