"""The page of automatic rankings and suggestions."""

from models.core.automatic import register


def test_everybody_who_is_signed_in_reads_what_is_ranked_automatically(browser):
    for who in ("aisha.khan", "gwen.guest"):
        page = browser(who).get("/automatic")
        assert page.status_code == 200
        for one in register():
            assert f'id="{one.name}"' in page.text


def test_what_counts_is_said_with_the_numbers_of_the_code(browser):
    assert "official counts × 1.2" in browser("aisha.khan").get("/automatic").text


def test_menu_and_help_lead_to_it(browser):
    for address in ("/menu", "/help"):
        assert 'href="/automatic"' in browser("aisha.khan").get(address).text
