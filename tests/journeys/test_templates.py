"""A curator writes a template, a contributor begins a page with it; a red text of fields comes back as it was typed."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Windows

DESK = "/s/digital-service-desk"


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_template_is_written_and_a_page_begun_with_it(open_page: Windows, scripts: bool) -> None:
    name = "Rota note" if scripts else "Tea round"
    curator = open_page(f"{DESK}/templates/new", who="mei.wong", scripts=scripts)
    curator.get_by_label("Name").fill(name)
    curator.get_by_label("Title of new pages").fill(f"{name} of {{{{date}}}}")
    text = curator.get_by_role("textbox", name="Text", exact=True)
    text.fill("## Who\n\n{{athor}} for {{space}}: {{title}}")
    curator.get_by_role("button", name="Save the template").click()
    expect(curator.get_by_role("alert")).to_contain_text("{{athor}} cannot be filled in")
    expect(text).to_have_value("## Who\n\n{{athor}} for {{space}}: {{title}}")
    text.fill("## Who\n\n{{author}} for {{space}}: {{title}}")
    curator.get_by_role("button", name="Save the template").click()
    expect(curator.get_by_text("The template is saved")).to_be_visible()

    writer = open_page(f"{DESK}/wiki/new", who="callum.reid", scripts=scripts)
    writer.get_by_label("Start from").select_option(label=name)
    if not scripts:
        writer.get_by_role("button", name="Use it").click()
    expect(writer.get_by_role("textbox", name="Text", exact=True)).to_have_value(
        "## Who\n\nCallum Reid for Digital service desk: {{title}}"
    )
    writer.get_by_label("Title", exact=True).fill(f"{name} of today")
    writer.get_by_role("button", name="Save the page").click()
    expect(writer.locator(".prose")).to_contain_text(f"Callum Reid for Digital service desk: {name} of today")
