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
_FRENCH_WORDS = """
afin ainsi alors apres assez aucun aucune aujourd'hui auquel aussi autre autres avait avant avoir beaucoup bien bon
bonne car cela celle celui certain certaine chaque chez ci comme comment concernant contre deja depuis dernier
derniere dessous dessus deux devant devoir devra doit doivent donc dont elle encore entre etaient etait etant ete etre
eux faire fait fois font hors ici jamais jusque juste leur lors lorsque lui main maintenant mais meme moins moment mon
ma mes nombreux non nouveau nouvelle oui parce parmi partie pendant peu peut peuvent plus plusieurs plutot pourquoi
pouvez pouvoir premier premiere pres puis quand quel quelle quelles quelque quels quoi sans selon sera serait seront
seul seulement si soit sommes sous souvent suis tant tel telle tellement tous tout toute toutes tres trop ton toujours
utiliser va vers voici voir vont merci bonjour
"""
NOT_TELLING = frozenset(
    analysis.stems([analysis.fold(word) for word in _WORDS.split()])
    + analysis.terms([analysis.fold(word) for word in _FRENCH_WORDS.split()], analysis.FRENCH)
)


def is_telling(stem: str) -> bool:
    """Whether a term of an index can say what a text is about: no filler, no number, no single letter."""
    bare = analysis.unmarked(stem)
    return stem not in NOT_TELLING and not bare.isdigit() and len(bare) > 1
