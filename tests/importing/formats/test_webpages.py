"""HTML pages, and HTML in the fields of other formats."""

import pytest

from questions.importing import Unreadable
from questions.importing.formats.markup import markdown_of
from tests.importing.formats.making import line_of, read, said

PAGE = """<!DOCTYPE html>
<html><head><title>T</title><style>.a{}</style></head><body>
<header><a href="/">Home?</a><h1>A handbook</h1></header>
<nav><ul><li><a href="#a">What is a join?</a></li></ul></nav>
<div class="sidebar">What else do we sell?</div>
<h2>Joins</h2>
<q-item>
  <q-text>What does this print? <pre><code class="language-js">a &lt; b
  c</code></pre></q-text>
  <q-answer>It prints:<ul><li>one<ul><li>deeper</li></ul></li><li>two</li></ul></q-answer>
</q-item>
<q-item><q-text>Use of <code>TakeList&lt;T&gt;</code>?</q-text>
  <q-answer><p>First.</p><p>Then.</p></q-answer></q-item>
<h2>Names</h2>
<dl><dt>What is DNS?</dt><dd>Names to numbers.</dd><dt>What is a CNAME?</dt><dd>An alias.</dd></dl>
<footer>Who made this?</footer><script>ask("Why?")</script></body></html>"""


def test_elements_of_a_pages_own_and_definition_lists():
    document = read(PAGE, "page.html")
    assert document.format == "HTML"
    assert said(document, "section", "prompt", "answer", "code") == [
        (
            "Joins",
            "What does this print?",
            "It prints:\n\n- one\n  - deeper\n- two",
            ["a < b\n  c"],
        ),
        ("Joins", "Use of `TakeList<T>`?", "First.\n\nThen.", []),
        ("Names", "What is DNS?", "Names to numbers.", []),
        ("Names", "What is a CNAME?", "An alias.", []),
    ]
    assert line_of(document, 2) == "Q: What is DNS?"
    for outside in ("Home?", "sell?", "Who made this?", "ask("):
        assert outside not in document.text


def test_summaries_that_ask_are_questions():
    page = """<main><h1>Locks</h1>
    <details><summary>What is a latch?</summary><p>A short lock.</p></details>
    <details><summary>What is a page?</summary>A block.</details></main>"""
    assert said(read(page, "page.html"), "prompt", "answer") == [
        ("What is a latch?", "A short lock."),
        ("What is a page?", "A block."),
    ]


def test_a_frame_that_is_named_question_is_not_the_question():
    page = """<div class="question"><h4>What is a saga?</h4><div class="answer">A chain.</div></div>
    <div class="question"><h4>What is a lock?</h4><div class="answer">A guard.</div></div>"""
    assert said(read(page, "page.html"), "prompt", "answer") == [
        ("What is a saga?", "A chain."),
        ("What is a lock?", "A guard."),
    ]


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("a <b>bold </b>word, <i>x</i>", "a **bold** word, *x*"),
        ("<b>Time:</b> 5 min <b>Answer:</b> yes, <b>not:</b> no",
         "**Time:** 5 min\n**Answer:** yes, **not:** no"),
        ("x<sup>2</sup> a<sub>ij</sub>", "x^2 a_{ij}"),
        ("<p>one</p>two<br>three", "one\n\ntwo\nthree"),
        ("<ol start=3><li>a</li><li><p>b</p><p>c</p></li></ol>", "3. a\n4. b\n\n   c"),
        ("<pre>a\n b</pre>", "```\na\n b\n```"),
        ("<pre>```</pre>", "````\n```\n````"),
        ("<code>a`b</code>", "``a`b``"),
        ('<a href="http://x/a b">l</a><a href="javascript:x()">m</a>', "[l](http://x/a%20b)m"),
        ("<table><tr><th>a<th>b|c<tr><td>1</table>", "| a | b\\|c |\n|---|---|\n| 1 |  |"),
        ("<blockquote><p>a<p>b</blockquote>", "> a\n>\n> b"),
        ("<h2>A <em>b</em></h2>x", "## A *b*\n\nx"),
        ("&lt;T&gt; &amp; &eacute;\xa0x", "<T> & é x"),
        ('<script type="math/tex">x^2</script>', "$x^2$"),
        ('<span class="katex"><span class="katex-mathml"><math><mi>x</mi><annotation '
         'encoding="application/x-tex">x_1</annotation></math></span></span>', "$x_1$"),
        ("<script>x</script><style>y</style>", ""),
        ('<img src="data:x" alt="a tree">', "a tree"),
        ("", ""),
    ],
)  # fmt: skip
def test_markup_becomes_markdown(html, markdown):
    assert markdown_of(html) == markdown


def test_a_page_without_words_says_so():
    with pytest.raises(Unreadable, match=r"page\.html: this page holds no text"):
        read("<html><body><script>load()</script></body></html>", "page.html")


@pytest.mark.parametrize("encoding", ["windows-1251", "utf-8", "shift_jis"])
def test_a_page_may_say_its_encoding(encoding):
    page = (
        f'<html><head><meta charset="{encoding}"></head><body><h2>Что такое DNS?</h2><p>Имена</p>'
    )
    page += "<h2>Что такое IP?</h2><p>Числа</p></body></html>"
    assert said(read(page.encode(encoding), "a.html"), "prompt", "answer") == [
        ("Что такое DNS?", "Имена"),
        ("Что такое IP?", "Числа"),
    ]


def test_a_page_that_is_not_in_its_encoding_says_where():
    with pytest.raises(Unreadable, match=r"a\.html: line 2: byte \d+ is not shift_jis"):
        read(b'<html><meta charset="shift_jis">\n\xff\xff</html>', "a.html")
