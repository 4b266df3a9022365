"""What is about the same matter: texts whose titles weigh in each other, not texts that share words alone."""

from models.search.likeness import same_matter
from models.search.nearly import Sketch, sketch

SALT = "Gritting lorries spread salt on frozen trunk roads. Depots order salt in summer, lorries fetch salt at night."
WEIGHTS = {"salt": 0.5, "grit": 0.3, "lorri": 0.3, "depot": 0.2, "road": 0.2}


def own() -> Sketch:
    return sketch("Salt for winter roads", SALT)


def test_a_text_about_what_the_title_names_is_about_the_same() -> None:
    assert same_matter(own(), sketch("Ordering salt for roads", SALT), WEIGHTS) > 0.5


def test_a_title_of_other_things_is_not_helped_by_shared_words() -> None:
    assert same_matter(own(), sketch("Pension forms online", SALT), WEIGHTS) == 0


def test_a_title_of_one_word_counts_less() -> None:
    short, long = (same_matter(own(), sketch(title, SALT), WEIGHTS) for title in ("Salt", "Salt lorries"))
    assert short < long


def test_texts_without_words_are_like_nothing() -> None:
    assert same_matter(own(), sketch("", ""), {}) == 0
    assert same_matter(sketch("", ""), own(), {}) == 0
