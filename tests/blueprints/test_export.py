"""Taking pages along: which pages, in which form, for whom."""

import io
import re
import zipfile

import pytest
from pypdf import PdfReader

from models.entries.drawing import redraw
from models.entries.releasing import release
from models.files.storing import attach
from models.wiki.page import Page, write_page

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360f8cf0000020101005fb1e4180000000049454e44ae426082"
)


@pytest.fixture
def rates(app, session, world) -> Page:
    """A page below the start page, with a picture and links to pages inside and outside of what goes out."""
    body = "![A chart](chart.png)\n\n[[Start here]] and [[Not written]]. Ask @ben.okafor.\n\n## More\n\n[up](#more)"
    page = write_page(session, world.aisha, world.desk, "Rates", body, parent=world.start)
    attach(session, app.extensions["witan"].blobs, page, world.aisha, "chart.png", PNG)
    session.flush()
    redraw(page)
    session.commit()
    return page


def unzipped(answer) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_the_form_says_what_comes_and_who_can_read_it_then(browser, rates):
    page = browser("ben.okafor").get(f"/s/desk/export?page={rates.id}").text
    assert "This page and those below it" in page and "can be read by anyone you give it to" in page


def test_a_wiki_as_markdown_holds_texts_and_files(browser, rates):
    answer = browser("tomas.reyes").get("/s/desk/export/file?form=markdown")
    assert answer.status_code == 200 and answer.headers["Content-Disposition"] == "attachment; filename=desk.zip"
    found = unzipped(answer)
    assert found["desk/start-here/rates.files/chart.png"] == PNG
    assert b"![A chart](rates.files/chart.png)" in found["desk/start-here/rates.md"]


def test_one_page_alone_or_with_those_below(browser, rates, world):
    ben = browser("ben.okafor")
    alone = unzipped(ben.get(f"/s/desk/export/file?form=markdown&what=page&page={world.start.id}"))
    below = unzipped(ben.get(f"/s/desk/export/file?form=markdown&what=below&page={world.start.id}"))
    assert "start-here/start-here.md" in alone and len(alone) == 2
    assert {"start-here/start-here.md", "start-here/start-here/rates.md"} < set(below)


def test_one_html_file_needs_nothing_else(browser, rates, world):
    html = browser("ben.okafor").get(f"/s/desk/export/file?form=html&page={world.start.id}").text
    assert "data:image/png;base64," in html and "<link" not in html and "<script" not in html
    assert 'href="#page-start-here"' in html and re.search(r'href="http://[^"]*/s/desk/wiki/not-written"', html)
    assert 'id="page-rates-h-more"' in html and 'href="#page-rates-h-more"' in html
    assert re.search(r'href="http://[^"]*/people/ben.okafor"', html)


def test_headings_of_a_page_stand_below_its_title(browser, rates):
    html = browser("ben.okafor").get(f"/s/desk/export/file?form=html&page={rates.id}").text
    assert html.count("<h1>") == 1 and '<h3 id="page-rates-h-more">' in html


def test_a_pdf_has_contents_header_and_page_numbers(browser, rates):
    answer = browser("ben.okafor").get("/s/desk/export/file?form=pdf")
    assert answer.status_code == 200 and answer.mimetype == "application/pdf"
    sheets = [sheet.extract_text() for sheet in PdfReader(io.BytesIO(answer.data)).pages]
    assert "Digital service desk" in sheets[0] and "Rates" in sheets[1]
    assert f"{len(sheets)} / {len(sheets)}" in sheets[-1] and "Exported on" in sheets[-1]


def test_while_a_long_pdf_is_made_a_page_says_so_and_asks_for_it_without_a_script(browser, session, world):
    for number in range(10):
        write_page(session, world.aisha, world.desk, f"Page {number}", "Text")
    session.commit()
    page = browser("ben.okafor").get("/s/desk/export/file?form=pdf").text
    address = page.partition('http-equiv="refresh" content="0;url=')[2].partition('"')[0].replace("&amp;", "&")
    assert "12 pages are being put together." in page and address == "/s/desk/export/file?form=pdf&now=1"
    assert browser("ben.okafor").get(address).mimetype == "application/pdf"


def test_what_a_person_may_not_read_is_not_in_their_file(browser, rates, session, world):
    rates = session.get(Page, rates.id)
    rates.audience, rates.narrowed = f"person:{world.aisha.id}", True
    session.commit()
    found = unzipped(browser("tomas.reyes").get("/s/desk/export/file?form=markdown"))
    assert not [name for name in found if "rates" in name]
    assert browser("tomas.reyes").get(f"/s/desk/export/file?form=html&page={rates.id}").status_code == 404
    assert "desk/start-here/rates.md" in unzipped(browser("aisha.khan").get("/s/desk/export/file?form=markdown"))


def test_a_closed_space_has_no_export_for_strangers(browser):
    assert browser("tomas.reyes").get("/s/mill/export").status_code == 404
    assert browser("tomas.reyes").get("/s/mill/export/file?form=markdown").status_code == 404
    assert browser("gwen.guest").get("/s/mill/export/file?form=markdown").status_code == 200


@pytest.mark.parametrize("query", ["", "form=doc", "form=markdown&form=x"])
def test_a_form_that_nobody_offers_gets_a_plain_message(browser, query):
    answer = browser("ben.okafor").get(f"/s/desk/export/file?{query}")
    assert answer.status_code in (200, 422)
    if answer.status_code == 422:
        assert "Choose what kind of file you want" in answer.text


@pytest.mark.parametrize("number", ["abc", "0", "999999", "99999999999999999999", "-1"])
def test_a_page_that_is_not_there_is_not_found(browser, number):
    assert browser("ben.okafor").get(f"/s/desk/export/file?form=html&page={number}").status_code == 404


def test_a_page_of_another_space_is_not_found(browser, world, session):
    assert browser("mei.wong").get(f"/s/desk/export?page={world.secret_page.id}").status_code == 404


def test_of_a_page_with_a_released_version_that_one_goes_out(browser, rates, session, world):
    page = session.get(Page, rates.id)
    release(page, 1, world.aisha)
    page.revise(by=world.aisha, based_on=1, title="Rates", body="Not agreed yet")
    session.commit()
    ben = browser("ben.okafor")
    assert b"A chart" in unzipped(ben.get("/s/desk/export/file?form=markdown"))["desk/start-here/rates.md"]
    assert "Not agreed yet" not in ben.get("/s/desk/export/file?form=html").text


def test_the_command_line_writes_the_same(app, rates, tmp_path):
    done = app.test_cli_runner().invoke(args=["export", "space", "desk", "--out", str(tmp_path / "desk")])
    assert done.exit_code == 0 and "Wrote 3 pages and 1 files" in done.output
    assert (tmp_path / "desk" / "start-here" / "rates.files" / "chart.png").read_bytes() == PNG
    for form in ("html", "pdf"):
        out = tmp_path / f"desk.{form}"
        run = app.test_cli_runner().invoke(args=["export", "space", "desk", "--out", str(out), "--format", form])
        assert run.exit_code == 0 and out.stat().st_size > 1000


def test_the_command_line_says_what_is_wrong(app, rates, tmp_path):
    def said(*args: str) -> str:
        return app.test_cli_runner().invoke(args=["export", "space", *args]).output

    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").write_text("mine")
    assert "no space with the address nowhere" in said("nowhere", "--out", str(tmp_path / "a"))
    assert "not an empty folder" in said("desk", "--out", str(tmp_path / "full"))
    assert "no space with the address mill" in said("mill", "--out", str(tmp_path / "b"), "--as", "tomas.reyes")
    assert "Nobody has the username" in said("desk", "--out", str(tmp_path / "c"), "--as", "no.body")
    assert "no page with the address" in said("desk", "--out", str(tmp_path / "d"), "--page", "nothing")


def test_an_exported_zip_is_taken_in_by_the_command_line(app, browser, rates, tmp_path):
    (tmp_path / "desk.zip").write_bytes(browser("ben.okafor").get("/s/desk/export/file?form=markdown").data)
    done = app.test_cli_runner().invoke(args=["import", "pages", str(tmp_path / "desk.zip"), "--space", "copy"])
    assert done.exit_code == 0, done.output
    assert "Taken: 1 file, 3 pages, 1 space" in done.output
    assert "A chart" in browser("tomas.reyes").get("/s/copy/wiki/rates").text
