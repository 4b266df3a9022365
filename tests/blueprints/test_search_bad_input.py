"""Whatever people type into the search box: an answer and, where it makes no sense, a hint; never an error."""

from collections.abc import Callable
from urllib.parse import quote

from tests.browser import Browser
from tests.hostile.material import harmless
from tests.world import World

Open = Callable[..., Browser]
# What is typed, and what the page says then.
TYPED = [
    ("", "newest first"),
    ("   ", "newest first"),
    ("q", "Nothing found for"),
    ("x" * 10_000, "Only the first 1,000 characters"),
    ("guide " * 2_000, "Only the first 1,000 characters"),
    ("the of and to", "result"),
    ("?!…—;", "There is no word in this search"),
    ('guide "to publishing', "One quotation mark has no partner"),
    ("((guide) publishing", "The brackets do not match"),
    ("guide) publishing", "The brackets do not match"),
    ("owner:me guide", "There is no field “owner”"),
    ("after:2024-13-45 guide", "“after:2024-13-45” holds no date"),
    ("before: guide", "result"),
    ("*", "There is no word in this search"),
    ("?*?*", "There is no word in this search"),
    ("'; DROP TABLE entries; --", "Nothing found for"),
    ("guide' OR '1'='1", "result"),
    ("<img src=x onerror=alert(1)>", "Nothing found for"),
    ("مرحبا بالعالم", "Nothing found for"),
    ("\u202eguide\u202c", "result"),
    ("AND OR NOT", "result"),
    ("- - -", "There is no word in this search"),
    ("title:", "result"),
    ("\x00\ufffe", "There is no word in this search"),
]


def test_what_makes_no_sense_is_answered_with_a_hint(browser: Open, world: World) -> None:
    aisha = browser("aisha.khan")
    wrong = []
    for text, said in TYPED:
        asked = quote(text, errors="surrogatepass")
        answer = aisha.get(f"/search?q={asked}")
        offered = aisha.get(f"/search/suggest?q={asked}")
        harmless(answer)
        if (answer.status_code, offered.status_code) != (200, 200) or said not in answer.text:
            wrong.append((text[:80], answer.status_code, offered.status_code))
    assert wrong == []
