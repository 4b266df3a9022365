"""What is about the same matter: texts whose titles weigh in each other, not texts that share words alone."""

from models.search.likeness import same_matter
from models.search.nearly import Sketch, sketch
from models.search.relating import LEAST

SALT = "Gritting lorries spread salt on frozen trunk roads. Depots order salt in summer, lorries fetch salt at night."
RARITY = {"salt": 0.8, "winter": 0.6, "road": 0.5, "order": 0.3}


def own() -> Sketch:
    return sketch("Salt for winter roads", SALT + " Winter begins early.")


def test_a_text_about_what_the_title_names_is_about_the_same() -> None:
    assert same_matter(own(), sketch("Ordering salt for roads", SALT + " Winter is near."), RARITY) > LEAST


def test_a_title_of_other_things_is_not_helped_by_shared_words() -> None:
    assert same_matter(own(), sketch("Pension forms online", SALT), RARITY) == 0


def test_a_text_that_lacks_what_my_title_names_is_about_something_else() -> None:
    assert same_matter(sketch("Bus services in winter", SALT), sketch("Salt in winter", SALT + " Winter."), RARITY) == 0


def test_titles_that_share_their_rare_words_count_more() -> None:
    rare, common = (
        same_matter(own(), sketch(title, SALT + " Winter. Summer orders."), RARITY)
        for title in ("Salt depots", "Road depots")
    )
    assert rare > common > 0


def test_titles_of_one_word_count_less() -> None:
    short, long = (same_matter(sketch(title, SALT), sketch(title, SALT), RARITY) for title in ("Salt", "Salt lorries"))
    assert short < long


def test_texts_without_words_are_like_nothing() -> None:
    assert same_matter(own(), sketch("", ""), {}) == 0
    assert same_matter(sketch("", ""), own(), {}) == 0
