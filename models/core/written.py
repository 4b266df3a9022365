"""Which language a short text is written in, by the commonest words of each. Says nothing where it is not sure.

Words that several languages share count for each of them in part. Scripts that one language mostly has tell it by
themselves. Code, addresses, names after @ and what is quoted from others are left out.
"""

import re
from collections import defaultdict
from typing import Final

from models.core.automatic import Automatic, automatic
from models.core.language import lazy_gettext as _l

LOOKED_AT: Final = 2_000  # characters: who writes longer hardly changes the language
# A text is in a language when its common words are worth this much, are this part of all words, and so many times as
# much as those of the next language.
LEAST: Final = 1.0
LEAST_PART: Final = 0.12
AHEAD: Final = 1.6
LONG_WORD: Final = 4

_LEFT_OUT: Final = re.compile(
    r"^(?:```|~~~).*?(?:^(?:```|~~~)[ \t]*$|\Z)|`[^`\n]*`|^[ \t]*>[^\n]*$|\]\([^)\s]*\)|\w+://\S+|www\.\S+"
    r"|[@#][\w.\-]+|<[^>\n]+>",
    re.MULTILINE | re.DOTALL,
)
_WORD: Final = re.compile(r"[^\W\d_]+(?:'(?=[^\W\d_]))?")

Worth = tuple[tuple[str, float], ...]  # languages, each with how much it speaks for them

_COMMON: Final = {
    "en": "the and of to is in that it for on with are this be was as at by have not or from you we an which can will "
    "if they has been there their would what when who how all more about were your our should do does did could "
    "out one but any its may than some these those them into only other also i my he she us where why while must "
    "no so up then after before please thanks thank hello hi yes me his her had being a just here very each "
    "because between need needs want know get make use used using new don' isn' doesn' can' it' i' that' we' you' "
    "won' didn' let' anyone someone somebody everyone nobody today tomorrow yesterday",
    "fr": "le la les de des du et un une est en que qui dans pour pas sur au aux avec par ce cette ces il elle ils "
    "elles nous vous je tu on ne se sa son ses leur leurs mais ou où donc car ni si plus moins très bien être "
    "avoir sont ont était été sera peut faut fait faire tout tous toute toutes comme aussi entre sans sous chez "
    "vers après avant depuis pendant quand pourquoi quel quelle quels quelles notre nos votre vos mon ma mes l' "
    "d' qu' j' n' s' c' m' t' à y merci bonjour oui non voici voilà cela ça ceux celle celui même autre autres "
    "chaque aucun aucune encore déjà ici jusqu' lorsqu' puisqu' quelqu' lors ainsi afin dont était avez avons "
    "êtes peuvent doit doivent plusieurs",
    "de":
    "der die das und ist in den von zu mit sich des auf für nicht ein eine einen einem einer eines als auch es an "
    "werden aus er hat dass sie nach wird bei um am im sind noch wie über so zum zur kann oder vor war wir ihr "
    "ihre ihren ich du uns mich mir haben nur wenn aber durch bis gegen unter kein keine keinen schon man muss "
    "müssen soll sollte dieser diese dieses diesen diesem alle mehr sehr hier wo was wer warum vom beim ins "
    "können wurde wurden bitte danke hallo ja nein bereits ohne zwischen seit damit dann jetzt unser unsere euch "
    "ihnen sein",
    "es":
    "el la los las de del y en un una que es por para con no se su sus al lo como más pero o este esta esto estos "
    "estas ese esa está están son fue ser hay ha han muy sin sobre entre cuando donde dónde qué quién cómo "
    "también porque desde hasta todo todos toda todas nos nuestro nuestra nuestros usted ustedes yo tú él ella "
    "ellos mi mis me te le les ya si sí gracias hola puede pueden debe hacer cada otro otra otros ni así según "
    "durante",
    "it": "il lo la i gli le di del della dei delle dello degli e è in un una uno che per con non si da dal dalla al "
    "alla ai alle nel nella nei nelle sul sulla come più ma o anche sono ha hanno questo questa questi queste "
    "quello quella suo sua suoi essere stato stata può possono deve se quando dove chi cosa perché molto tutti "
    "tutto tutte noi voi loro io mi ci vi ne l' d' un' dell' all' nell' dall' sull' c' grazie ciao buongiorno già "
    "ancora senza tra fra fino ogni altro altri altra",
    "nl": "de het een en van in is dat op te zijn met voor niet aan er om ook als dan maar bij of uit nog naar heeft "
    "worden wordt door over ze zich hij zij wij we je jij u ik hun deze dit die geen kan kunnen moet moeten wel "
    "was werd meer al alle wat wie waar hoe waarom onze ons mijn zal zou tot onder na tegen hier daar heb hebben "
    "bedankt hallo ja nee graag tussen zonder omdat wanneer",
    "pt":
    "o a os as de do da dos das e em no na nos nas um uma que é por para com não se seu sua seus suas ao à aos às "
    "como mais mas ou este esta isto esse essa isso está estão são foi ser há tem têm muito sem sobre entre "
    "quando onde quem também porque desde até todo todos toda todas nosso nossa você vocês eu ele ela eles meu "
    "minha me já sim obrigado obrigada olá pode podem deve fazer cada outro outra pelo pela pelos pelas",
    "pl":
    "i w na do nie się jest to że o jak po co za od dla przez ale lub czy ten ta te tego tej tym są był była było "
    "być może można musi tylko już jeszcze także również przed przy bez pod nad oraz gdy kiedy gdzie kto dlaczego "
    "bardzo wszystkie wszystko nasz nasze my wy oni ich jego jej mnie mi ze ma mają proszę dziękuję cześć tak "
    "żeby aby",
    "ro": "și în de la cu pe pentru nu este sunt un o din că se să care ce mai sau dar după prin fi fost ca al ale lui "
    "ei lor am are au va vor poate trebuie când unde cine cum foarte toate tot această acest aceste noi voi eu "
    "meu mea vă mulțumesc bună da fără între până despre",
    "cy":
    "y yr yn a i o ar mae ac nid gan ei eu am wedi fod bod ond neu sydd oes yw hyn hwn hon mewn gyda at dros drwy "
    "rhwng oedd fydd bydd roedd gall rhaid hefyd wrth heb sut pan pwy beth pam ble ni chi nhw fi ti diolch helo "
    "os fel un pob eich ein 'r 'n 'i ymlaen cyn ôl dim nad na'",
    "ga": "an na agus ar i is tá a le do ag sé sí seo sin ní ach nó mar nach bhí bhfuil raibh don den sa ina leis chun "
    "gach féidir atá cad conas cén cá muid sibh siad mé tú raibh maith dia duit gan ó faoi idir roimh tar éis",
    "gd": "an na agus air a tha is le do gu aig e i seo sin chan ach no mar nach bha bheil robh don dhen anns ann leis "
    "gach faodaidh ciamar càite cò carson sinn sibh iad mi thu tapadh leat leibh gun bho eadar às ri",
    "so": "waa iyo ka u oo ah in ku ee la soo kale isku waxa waxay wuxuu haa maya mahadsanid ayaa aan ay uu waxaan si "
    "loo laga lagu leh kuwa hadii haddii badan",
}  # fmt: skip
# A word with such a letter, and not a common one itself, counts for a part.
_LETTERS: Final = {
    "fr": "éèêëàâîïôûùçœ", "de": "äöüß", "es": "áéíóúñ¿¡", "it": "àèéìòù", "nl": "ëï", "pt": "ãõáâàçéêíóú",
    "pl": "ąćęłńóśźż", "ro": "ăâîșțşţ", "cy": "âêîôûŵŷ", "ga": "áéíóú", "gd": "àèìòù",
}  # fmt: skip
LETTER_PART: Final = 0.5
_SCRIPTS: Final = (
    ("ur", re.compile("[ٹڈڑےں]")),
    ("fa", re.compile("[پچژگ]")),
    ("ar", re.compile("[\u0621-\u064a]")),
    ("bn", re.compile("[\u0980-\u09ff]")),
    ("pa", re.compile("[\u0a00-\u0a7f]")),
    ("hi", re.compile("[\u0900-\u097f]")),
    ("uk", re.compile("[іїєґ]")),
    ("ru", re.compile("[\u0430-\u044f]")),
    ("el", re.compile("[\u03b1-\u03c9]")),
    ("he", re.compile("[\u05d0-\u05ea]")),
    ("ko", re.compile("[\uac00-\ud7a3]")),
    ("ja", re.compile("[\u3040-\u30ff]")),
    ("zh", re.compile("[\u4e00-\u9fff]")),
)
_OTHER_SCRIPT: Final = re.compile("[\u0370-\u1fff\u3040-\ud7a3]")


def _weighed() -> dict[str, Worth]:
    """What each word is worth for the languages that it is common in."""
    languages: dict[str, list[str]] = {}
    for language, words in _COMMON.items():
        for word in dict.fromkeys(words.split()):
            languages.setdefault(word, []).append(language)
    return {word: tuple((each, 1 / len(known)) for each in known) for word, known in languages.items()}


def _by_letter() -> dict[str, Worth]:
    letters: dict[str, list[str]] = {}
    for language, own in _LETTERS.items():
        for letter in own:
            letters.setdefault(letter, []).append(language)
    return {letter: tuple((each, LETTER_PART / len(of)) for each in of) for letter, of in letters.items()}


_WORTH: Final = _weighed()
_LETTER_WORTH: Final = _by_letter()
_TELLING: Final = re.compile(f"[{''.join(_LETTER_WORTH)}]")


def language_written(text: str) -> str:
    """The code of the language that a text is written in, or nothing where that is not certain."""
    plain = _LEFT_OUT.sub(" ", text[:LOOKED_AT]).lower().replace("’", "'")
    words = _WORD.findall(plain)
    if not words:
        return ""
    others = sum(len(word) for word in words if _OTHER_SCRIPT.search(word))
    if others * 2 > sum(map(len, words)):
        return _by_script(plain)
    worth: defaultdict[str, float] = defaultdict(float)
    found = {word: _worth_of(word) for word in words}
    for word in words:
        for language, part in found[word]:
            worth[language] += part
    ordered = sorted(worth.items(), key=lambda one: -one[1])
    (best, most), (_next, less) = [*ordered[:2], ("", 0.0), ("", 0.0)][:2]
    sure = most >= LEAST and most >= LEAST_PART * len(words) and most >= AHEAD * less
    return best if sure and _enough(best, found) else ""


def _worth_of(word: str) -> Worth:
    if word in _WORTH:
        return _WORTH[word]
    letter = _TELLING.search(word)
    return _LETTER_WORTH[letter[0]] if letter else ()


def _enough(language: str, found: dict[str, Worth]) -> bool:
    """Two words of a language tell it. A long one does, where nothing else speaks for any language."""
    if sum(any(each == language for each, _ in parts) for parts in found.values()) > 1:
        return True
    alone = all(len(parts) == 1 and len(word) >= LONG_WORD for word, parts in found.items() if parts)
    return alone and len(found) > 1


def _by_script(plain: str) -> str:
    """By letters that one language has and those around it have not; the more telling ones come first."""
    return next((language for language, letters in _SCRIPTS if letters.search(plain)), "")


automatic(
    Automatic(
        name="language-of-texts",
        title=_l("The language of questions, answers, posts and comments"),
        does=_l(
            "Tells the language of what you write by its commonest words, so that search finds all forms of a word."
        ),
        inputs=(
            _l("The words of the text, without code, addresses and what it quotes."),
            _l("Where they do not tell it: the language of what it answers, or of new pages in the space."),
        ),
        never=(_l("Who wrote it, and in which language they use Witan."),),
        owner=_l("The administrators of Witan"),
        switch=_l(
            "It cannot be switched off. Whoever may edit the text can choose its language there, and that stays."
        ),
        address="/posts",
    )
)
