"""What Markdown becomes: each promise of the renderer, shown on a small source."""

import pytest

from models.core.text import Heading, local_ids, references, render, render_short


def html(source: str, **more: object) -> str:
    return render(source, **more).html  # type: ignore[arg-type]  # keywords are passed through


def test_emphasis_code_and_struck_words_are_rendered():
    assert html("*a* **b** `c` ~~d~~") == "<p><em>a</em> <strong>b</strong> <code>c</code> <del>d</del></p>"


def test_a_heading_of_the_source_is_never_the_title_of_the_page():
    rendered = render("# One\n\n### Two\n\n### Three\n\n## Four")
    assert rendered.headings == (
        Heading(2, "h-one", "One"),
        Heading(3, "h-two", "Two"),
        Heading(3, "h-three", "Three"),
        Heading(3, "h-four", "Four"),
    )


def test_equal_headings_have_different_ids():
    ids = [heading.id for heading in render("# A\n\n# A\n\n# A 2\n\n# A").headings]
    assert ids == ["h-a", "h-a-2", "h-a-2-2", "h-a-3"]


def test_a_heading_right_after_words_is_a_heading():
    assert html("words\n## Head\nmore") == '<p>words</p><h2 id="h-head">Head</h2><p>more</p>'


def test_a_number_sign_without_a_space_is_a_tag_and_no_heading():
    assert html("#leave") == '<p><a class="tag" href="/tags/leave">#leave</a></p>'


def test_lists_nest_by_the_indent_of_their_content():
    assert html("- a\n  - b\n    1. c\n- d") == ("<ul><li>a<ul><li>b<ol><li>c</li></ol></li></ul></li><li>d</li></ul>")


def test_a_list_needs_no_blank_line_before_it():
    assert html("To do:\n- a\n- b") == "<p>To do:</p><ul><li>a</li><li>b</li></ul>"


def test_a_year_at_the_start_of_a_line_does_not_start_a_list():
    assert "<ol" not in html("It was in\n1986. A good year")


def test_a_fence_inside_a_list_stays_in_its_item():
    assert html("1. a\n\n   ```sh\n   ls\n     -l\n   ```\n2. b") == (
        '<ol><li><p>a</p><pre tabindex="0"><code class="language-sh">ls\n  -l\n</code></pre></li><li><p>b</p></li></ol>'
    )


def test_bullets_two_columns_in_belong_to_a_number():
    assert html("1. a\n  - b\n2. c") == "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>"


def test_another_mark_starts_another_list():
    assert html("1. a\n- b") == "<ol><li>a</li></ol><ul><li>b</li></ul>"


def test_a_fence_at_the_margin_ends_a_list():
    assert html("1. a\n```\nls\n```\n- b") == (
        '<ol><li>a</li></ol><pre tabindex="0"><code>ls\n</code></pre><ul><li>b</li></ul>'
    )


def test_a_table_needs_no_blank_line_before_it():
    assert html("Words\na|b\n-|-\nc|d").startswith("<p>Words</p><div")


def test_task_lists_show_boxes_that_say_what_they_show():
    assert html("- [ ] a\n- [x] b") == (
        '<ul><li class="task"><span class="box" role="img" aria-label="To do:">☐</span> a</li>'
        '<li class="task"><span class="box" role="img" aria-label="Done:">☑</span> b</li></ul>'
    )


def test_a_task_of_several_paragraphs_has_its_box_too():
    assert html("1. [ ] a\n\n   b").startswith('<ol><li class="task"><p><span class="box"')


def test_a_table_scrolls_by_keyboard_and_is_named_by_its_heading():
    rendered = html("# Pay\n\n| Grade | Pay |\n|---|--:|\n| A | 1 |")
    assert '<div class="scroll" role="region" tabindex="0" aria-label="Pay"><table>' in rendered
    assert '<th scope="col">Grade</th><th class="right" scope="col">Pay</th>' in rendered


def test_a_header_cell_without_words_is_an_ordinary_cell():
    assert '<td></td><th scope="col">B</th>' in html("| | B |\n|---|---|\n| a | b |")


def test_footnotes_link_there_and_back():
    rendered = html("One[^x].\n\n[^x]: Note.")
    assert '<sup id="fnref-1"><a class="note" href="#fn-1">1</a></sup>' in rendered
    assert '<div class="notes"><hr><ol><li id="fn-1">' in rendered
    assert '<a class="note-back" href="#fnref-1">↩</a>' in rendered


def test_definitions_and_callouts_are_rendered():
    assert html("Term\n: Meaning") == "<dl><dt>Term</dt><dd>Meaning</dd></dl>"
    assert html("> [!WARNING]\n> Hot") == (
        '<div class="callout callout-warning" role="note" aria-label="Warning"><p class="callout-title">Warning</p>'
        "<p>Hot</p></div>"
    )


def test_a_blank_line_parts_two_callouts():
    assert html("> [!NOTE]\n> a\n\n> [!TIP]\n> b").count('role="note"') == 2
    assert html("> a\n>\n> b") == "<blockquote><p>a</p><p>b</p></blockquote>"


def test_a_callout_may_be_written_small_and_stand_in_another():
    rendered = render("> [!note]\n> a\n>\n> > [!tip]\n> > b")
    assert rendered.html.count('role="note"') == 2
    assert rendered.text == "a\nb"


def test_words_that_the_renderer_adds_are_in_the_language_of_the_text():
    assert ">Note<" in render("> [!NOTE]\n> a", language="xx").html


def test_a_contents_list_leads_to_the_headings_and_is_no_text_of_its_own():
    rendered = render("[TOC]\n\n# A\n\n## B *b*\n\n# C\n\n[TOC]")
    assert rendered.html.startswith(
        '<div class="contents"><nav aria-label="Contents"><p><b>Contents</b></p><ul><li><a href="#h-a">A</a>'
        '<ul><li><a href="#h-b-b">B b</a></li></ul></li><li><a href="#h-c">C</a></li></ul></nav></div>'
    )
    assert rendered.text == "A\nB b\nC\n[TOC]"


def test_a_contents_list_without_headings_is_empty():
    assert html("[TOC]") == '<div class="contents"></div>'


def test_a_diagram_is_kept_as_text_that_can_be_read():
    assert html("```mermaid\ngraph TD\nA-->B\n```") == (
        '<pre class="diagram" tabindex="0"><code>graph TD\nA--&gt;B\n</code></pre>'
    )


def test_the_source_of_a_diagram_is_searched_for_but_stands_in_no_excerpt():
    rendered = render(
        "First.\n\n```mermaid\ngraph TD\nA-->B\n```\n\nThen.\n\n```mermaid\npie\n```\n\n    code\n\nLast."
    )
    assert "graph TD" in rendered.text and rendered.excerpt == "First. Then. code Last."


def test_a_part_of_another_page_is_a_link_until_somebody_reads_it():
    rendered = render("{{include: hr:Leave & more#Days}}", space="desk")
    assert rendered.html == (
        '<div class="part" data-part="include hr/leave-more#h-days"><a class="wikilink" '
        'href="/s/hr/wiki/leave-more#h-days" data-page="hr/leave-more">Leave &amp; more</a></div>'
    )
    assert rendered.text == ""
    assert [link.slug for link in references("{{excerpt: Leave & more}}").links] == ["leave-more"]


@pytest.mark.parametrize("source", ["{{include: A", "{{include:}}", "{{ A }}", "`{{include: A}}`", "x {{include: A}}"])
def test_what_is_no_part_stays_as_it_was_typed(source):
    assert "part" not in html(source, space="desk")
    assert "{{" in html(source, space="desk")


def test_the_edges_of_an_excerpt_are_not_shown():
    assert html("{{excerpt}}\na\n{{/excerpt}}") == (
        '<div class="excerpt-from"></div><p>a</p><div class="excerpt-to"></div>'
    )


def test_edges_inside_a_list_are_words():
    assert "excerpt-from" not in html("- a\n\n  {{excerpt}}")


def test_a_bare_address_is_a_link_without_the_full_stop():
    assert html("See https://a.example/b_c_d.") == (
        '<p>See <a href="https://a.example/b_c_d" rel="noopener nofollow">https://a.example/b_c_d</a>.</p>'
    )


def test_brackets_belong_to_an_address_only_in_pairs():
    assert 'href="https://a.example/x_(y)"' in html("(see https://a.example/x_(y))")


def test_a_link_inside_the_intranet_is_not_marked_as_outside():
    assert html("[a](/s/hr/wiki/b) [c](d)") == '<p><a href="/s/hr/wiki/b">a</a> <a href="d">c</a></p>'


def test_a_link_to_a_section_finds_its_heading():
    assert '<a href="#h-before-you-start">' in html("[x](#before-you-start)\n\n# Before you start")


def test_an_image_from_elsewhere_is_only_a_link():
    assert html("![Map](https://a.example/m.png)") == (
        '<p><a href="https://a.example/m.png" rel="noopener nofollow">Map</a></p>'
    )


def test_an_image_of_our_own_is_shown():
    assert html("![Map](/files/1/m.png)") == '<p><img src="/files/1/m.png" alt="Map" loading="lazy"></p>'
    assert 'src="/files/7/m.png"' in html("![Map](./img/m%201.png)", files={"img/m 1.png": "/files/7/m.png"})


def test_html_of_imports_keeps_its_structure_but_no_ids_classes_or_styles():
    source = '<table id="menu" class="x" style="color:red"><tr><td>H<sub>2</sub>O</td></tr></table>'
    assert "<table><tbody><tr><td>H<sub>2</sub>O</td></tr></tbody></table>" in html(source)


def test_markdown_works_between_html_blocks():
    assert html("<details><summary>More</summary>\n\n**b**\n\n</details>") == (
        "<details><summary>More</summary><p><strong>b</strong></p></details>"
    )


@pytest.mark.parametrize("source", ['<span data-w="x page A">A</span>', '<a class="mention" href="/x">A</a>'])
def test_html_cannot_pass_for_our_own_links(source):
    rendered = html(source, space="hr")
    assert "class=" not in rendered
    assert "data-" not in rendered


def test_wiki_links_name_their_page_for_the_view():
    assert html("[[Leave policy]]", space="hr") == (
        '<p><a class="wikilink" href="/s/hr/wiki/leave-policy" data-page="hr/leave-policy">Leave policy</a></p>'
    )


def test_wiki_links_carry_label_space_and_section():
    assert html("[[it-team:VPN & mail#Set up|how]]") == (
        '<p><a class="wikilink" href="/s/it-team/wiki/vpn-mail#h-set-up" data-page="it-team/vpn-mail">how</a></p>'
    )


def test_a_labelled_wiki_link_stays_in_its_cell():
    rendered = html(
        "| Who | Where |\n|---|---|\n| [[Pay|the pay team]] and [[Leave#Carers|carers]] | `[[a|b]]` |", space="hr"
    )
    assert ">the pay team</a> and <a" in rendered and ">carers</a></td>" in rendered
    assert rendered.count("<td>") == 2 and "<code>[[a|b]]</code>" in rendered


def test_wiki_links_work_in_tables():
    assert ">how</a></td>" in html("| a |\n|---|\n| [[VPN\\|how]] |", space="it")


def test_a_wiki_link_without_a_space_to_look_in_is_plain_words():
    assert html("[[Leave]]") == "<p>Leave</p>"


def test_only_people_who_exist_are_mentioned():
    assert html("@aisha and @nobody", people={"aisha"}) == (
        '<p><a class="mention" href="/people/aisha">@aisha</a> and @nobody</p>'
    )


def test_a_mail_address_mentions_nobody():
    assert "mention" not in html("me@aisha and aisha@example.org <aisha@example.org>", people={"aisha", "example.org"})


def test_code_mentions_nobody():
    assert "<a" not in html("`@aisha #tag [[Page]]`\n\n```\n@aisha\n```\n\n    @aisha", space="hr", people={"aisha"})


def test_a_link_holds_no_other_link():
    rendered = html("[@aisha #tag](/x) <a href='/y'>https://a.example #b</a>", people={"aisha"})
    assert rendered == '<p><a href="/x">@aisha #tag</a> <a href="/y">https://a.example #b</a></p>'


def test_the_plain_text_has_a_line_for_each_block_and_no_markup():
    rendered = render("# Head\n\nOne *two*[^1]\nthree\n\n- a\n- b\n\n| c | d |\n|---|---|\n| e | f |\n\n[^1]: note")
    assert rendered.text == "Head\nOne two three\na\nb\nc d\ne f\nnote"


def test_the_plain_text_holds_characters_not_entities():
    assert render("a &lt; b & c `<d>`").text == "a < b & c <d>"


def test_the_excerpt_is_one_line():
    assert render("# Head\n\nWords here").excerpt == "Head Words here"


def test_plain_words_take_the_short_way_to_the_same_html():
    assert html('Say "hello"\n\nNext - day') == '<p>Say "hello"</p>\n<p>Next - day</p>'


def test_a_micropost_has_links_and_emphasis_but_no_structure():
    rendered = render_short("# No\nhead **b** `c`\n\n- item @aisha\n\n![x](/files/1/a.png)", people={"aisha"}).html
    assert rendered == (
        '<p># No<br>head <strong>b</strong> <code>c</code></p><p>- item <a class="mention" href="/people/aisha">@aisha'
        '</a></p><p><a href="/files/1/a.png">x</a></p>'
    )


def test_a_micropost_keeps_its_lines():
    assert render_short("one\ntwo\n\nthree").html == "<p>one<br>\ntwo</p>\n<p>three</p>"


def test_ids_can_be_made_local_to_one_text_of_several():
    source = html('# A\n\nx[^1] [y](#a)\n\n[^1]: z `id="h-a"`')
    local = local_ids(source, "e7-")
    assert '<h2 id="e7-h-a">' in local
    assert 'href="#e7-h-a"' in local
    assert 'id="e7-fn-1"' in local
    assert '<code>id="h-a"</code>' in local
