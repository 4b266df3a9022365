"""The language of questions, answers and posts on the screen: marked for screen readers, corrected in the form."""

FRENCH = "Qui peut autoriser les congés de maladie dans notre service ?"


def test_a_text_in_another_language_says_so_and_one_in_the_readers_does_not(browser, world):
    ben = browser("ben.okafor")
    ben.post("/ask", {"title": "Les congés de maladie", "body": FRENCH, "space": "desk"})
    asked = ben.get("/s/desk/forum").text
    assert '<a href="/topics/' in asked and '" lang="fr">Les congés de maladie</a>' in asked
    address = asked.partition('" lang="fr">Les congés')[0].rpartition('href="')[2]
    page = ben.get(address).text
    assert '<h1><span lang="fr">Les congés de maladie</span></h1>' in page
    assert 'id="topic-text" lang="fr"' in page
    aisha = browser("aisha.khan")
    assert 'id="topic-text" data-post' in aisha.get(f"/topics/{world.question.id}").text
    aisha.post("/language", {"locale": "fr"})
    assert 'id="topic-text" lang=' not in aisha.get(address).text


def test_whoever_edits_a_text_may_choose_its_language(browser, world):
    ben = browser("ben.okafor")
    form = f"/e/{world.note.id}/edit"
    assert '<option selected value="en">English</option>' in ben.get(form).text
    sent = {"body": "Budget 2025", "based_on": "1", "language": "cy"}
    assert ben.post(form, sent).status_code == 303
    assert '<option selected value="cy">' in ben.get(form).text
    assert 'lang="cy"' in ben.get(f"/posts/{world.note.id}").text
    # What is no language of this installation changes nothing.
    assert ben.post(form, {**sent, "based_on": "2", "language": "<b>"}).status_code == 303
    assert '<option selected value="cy">' in ben.get(form).text


def test_replies_to_posts_and_posts_in_streams_are_marked(browser, world):
    ben = browser("ben.okafor")
    ben.post("/posts", {"text": FRENCH, "to": "space:desk"})
    stream = ben.get("/posts").text
    assert '<div class="prose small-prose" lang="fr">' in stream
    ben.post(f"/posts/{world.note.id}/reply", {"text": FRENCH})
    assert '<div class="prose small-prose" lang="fr">' in ben.get(f"/posts/{world.note.id}").text
