"""The menu of phones, help and the accessibility statement."""

import pytest


@pytest.mark.parametrize("address", ["/help", "/accessibility"])
@pytest.mark.parametrize("who", [None, "aisha.khan", "gwen.guest"])
def test_help_is_open_to_everybody(browser, who, address):
    assert browser(who).get(address).status_code == 200


def test_the_menu_leads_everywhere_that_the_bar_does_not(browser):
    page = browser("aisha.khan").get("/menu").text
    for address in ("/people", "/departments", "/tags", "/bookmarks", "/account", "/help", "/sign-out"):
        assert f'"{address}"' in page


def test_a_guest_is_not_led_to_what_they_may_not_see(browser):
    main = browser("gwen.guest").get("/menu").text.split("<main")[1].split("</main")[0]
    assert 'href="/people"' not in main and 'href="/departments"' not in main
