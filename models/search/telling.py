"""Words that say nothing of what a text is about, though one may search for them: left out where texts are compared."""

from models.search import analysis

_WORDS = """
about after again all also am among another any around because been before being below between both but can cannot
come could did do does done down during each either else even ever every few first following further get give given go
going good had having help her here hers him his how however if into its itself just keep know last less let like look
made make many may me might more most much must my need never new next no nor not now off often once one only other our
ours out over own part people per please put rather right same see set she should since so some something still such
take than their them then there these they thing things those three through time too two under until up upon us use used
using very via want way well what when where whether which while who whose why within without work would yes yet
i'm i've it's we're we'll we've you'll you're you've don't can't won't isn't aren't doesn't that's there's they're
"""
NOT_TELLING = frozenset(analysis.stems([analysis.fold(word) for word in _WORDS.split()]))


def is_telling(stem: str) -> bool:
    """Whether a stem can say what a text is about: no filler, no number, no single letter."""
    return stem not in NOT_TELLING and not stem.isdigit() and len(stem) > 1
