"""What a search found is marked, in title and prompt, and nothing else is shown or let through."""

import re

from django.urls import reverse

from questions import highlights
from tests.questions.test_browse import make

URL = reverse("questions:browse")


def pieces(page):
    return re.findall(r'<p class="piece">(.*?)</p>', page.content.decode())


def test_words_are_marked_in_every_form_in_title_and_prompt(client, db):
    make("How memories fade", slug="a", prompt="A cell has a memory. What does it forget?")
    page = client.get(URL, {"q": "memory"})
    assert "How <mark>memories</mark> fade" in page.content.decode()
    assert pieces(page) == ["A cell has a <mark>memory</mark>. What does it forget?"]


def test_half_a_word_is_marked_where_it_begins_one(client, db):
    make("Regularisation", slug="a", prompt="Why would regularisation help?")
    page = client.get(URL, {"q": "regularisa"})
    assert "<mark>Regularisation</mark>" in page.content.decode()
    assert pieces(page) == ["Why would <mark>regularisation</mark> help?"]


def test_a_long_prompt_shows_the_place_alone(client, db):
    prompt = "One word after another. " * 60 + "Then comes entropy at last. " + "And more. " * 60
    make("Long", slug="a", prompt=prompt)
    (piece,) = pieces(client.get(URL, {"q": "entropy"}))
    assert "<mark>entropy</mark>" in piece
    assert piece.startswith("… ")
    assert piece.endswith(" …")
    assert len(piece) < 300


def test_nothing_that_somebody_typed_becomes_html(client, db):
    make(
        "<b>Attention</b> & <mark>",
        slug="a",
        prompt="<script>alert('attention')</script> \x02x\x03 & \"quotes\"",
    )
    body = client.get(URL, {"q": "attention"}).content.decode()
    assert "&lt;b&gt;<mark>Attention</mark>&lt;/b&gt; &amp; &lt;mark&gt;" in body
    assert "<script>alert" not in body
    assert "<mark>x</mark>" not in body
    assert body.count("<mark>") == body.count("</mark>") == 2


def test_the_key_is_never_quoted(client, db):
    make("Attention", slug="a", prompt="Say it.", model_answer="Attention is quokka.")
    body = client.get(URL, {"q": "attention"}).content.decode()
    assert "quokka" not in body


def test_the_signs_of_markdown_are_left_out():
    text = "# Given\n\n- **Bold** and `code` of $n$ rows, $\\sum_i x_i$.\n\n"
    text += "```python\nx = 1\n```\n[here](x)"
    assert highlights.plain(text) == "Given Bold and code of n rows, …. here"


def test_excluded_words_are_not_marked(client, db):
    make("Attention and memory", slug="a", prompt="Say it.")
    body = client.get(URL, {"q": "attention -boosting"}).content.decode()
    assert "<mark>Attention</mark> and memory" in body
