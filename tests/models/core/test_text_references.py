"""What a source points to."""

from models.core.text import References, WikiLink, references


def test_links_mentions_and_tags_are_found_in_order_and_once():
    found = references("[[B]] @zoe #late [[A]] @amir #early [[b]] @zoe #Late")
    assert [link.title for link in found.links] == ["B", "A"]
    assert found.mentions == ("zoe", "amir")
    assert found.tags == ("late", "early")


def test_a_link_is_taken_apart():
    assert references("[[hr-team:Leave policy#Carers|what carers get]]").links == (
        WikiLink("hr-team", "Leave policy", "leave-policy", "Carers", "what carers get"),
    )


def test_a_title_may_hold_a_colon_or_end_with_a_number_sign():
    titles = [(link.space, link.title) for link in references("[[Note: read this]] [[C#]] [[Policy:Leave]]").links]
    assert titles == [(None, "Note: read this"), (None, "C#"), (None, "Policy:Leave")]


def test_code_points_to_nothing():
    assert references("`@a #b [[C]]`\n\n```\n@a #b [[C]]\n```\n\n~~~\n[[D]]\n~~~\n\n    @a #b") == References()


def test_addresses_and_mail_point_to_nobody():
    assert references("https://a.example/@amir#part me@amir.example [x](/y#z) <amir@b.example>") == References()


def test_headings_and_numbers_are_no_tags():
    assert references("# Heading\n\n#1 &#35; a#b ##c").tags == ()


def test_tags_may_be_in_any_script():
    assert references("#Überblick #政策 #two-words").tags == ("überblick", "政策", "two-words")


def test_a_name_ends_before_the_full_stop():
    assert references("Ask @amir.khan. Or (@zoe)").mentions == ("amir.khan", "zoe")


def test_a_section_of_the_same_page_is_no_link_to_a_page():
    assert references("[[#Carers]]").links == ()


def test_what_a_spreadsheet_puts_into_a_cell_without_an_answer_is_no_tag():
    assert references("| #N/A | #REF! | #VALUE! | #NAME? | #DIV/0! | #NUM! | #NULL! |\n#named #n/a").tags == (
        "named",
        "n",
    )
