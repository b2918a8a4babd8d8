"""Formulas as MathML: every one of the bank, and nothing typed into one that becomes markup."""

import re
from xml.etree import ElementTree

import pytest

from up.places import ROOT
from web import mathml
from web.markdown import _parser, inline_html, to_html

BANK = ROOT / "fixtures" / "bank"


@pytest.fixture(scope="module")
def formulas():
    """All of the bank's, as pages have them."""
    texts = (file.read_text() for file in sorted(BANK.rglob("*.md")))
    tokens = (token for text in texts for token in _parser().parse(text))
    parts = (part for token in tokens for part in (token, *(token.children or ())))
    return {(part.content, part.type == "math_block") for part in parts if "math" in part.type}


def words(drawn):
    """The letters of a formula, without the TeX that goes along."""
    tree = ElementTree.fromstring(drawn)
    return "".join(tree[0][0].itertext())


def test_every_formula_of_the_bank_is_understood_and_sound(formulas):
    assert len(formulas) > 3500
    for tex, display in formulas:
        drawn = mathml.of_tex.__wrapped__(tex, display=display)
        assert drawn, tex
        assert "\\" not in words(drawn), tex
        assert not set(re.findall(r"<(\w+)", drawn)) & {"script", "a", "img", "span"}


@pytest.mark.parametrize(
    ("tex", "said"),
    [
        (r"\frac{1}{n}\sum_i x_i^2", "1n∑ixi2"),
        (r"\mathbb{E}[X] \in \mathbb{R}", "𝔼[X]∈ℝ"),
        (r"\mathcal{N}(\mu, \sigma^2)", "𝒩(μ,σ2)"),
        (r"\mathcal{L} \to \mathbf{w}", "ℒ→𝐰"),
        (r"\mathfrak{R}", "ℜ"),
        (r"\arg\max_y p(y)", "argmaxyp(y)"),
        (r"a < b \text{ if } c > d", "a<b\xa0if\xa0c>d"),
    ],
)
def test_it_says_what_the_tex_says(tex, said):
    assert words(mathml.of_tex(tex)) == said


def test_a_formula_of_its_own_line_stays_one():
    assert '<math xmlns="http://www.w3.org/1998/Math/MathML" display="block">' in mathml.in_html(
        to_html("Then\n\n$$\\nabla L = 0$$\n")
    )


def test_the_tex_goes_along():
    assert '<annotation encoding="application/x-tex">a &lt; b</annotation>' in mathml.of_tex(
        "a < b"
    )


@pytest.mark.parametrize(
    "tex",
    [
        r"\text{<script>alert(1)</script>}",
        r"\text{&lt;script&gt;alert(1)&lt;/script&gt;}",
        r"<img src=x onerror=alert(1)>",
        r"\text{</annotation></semantics></math><script>x</script>}",
        r"\color{red;background:url(//e.example)} x",
        r"\href{javascript:alert(1)}{x}",
    ],
)
def test_nothing_typed_becomes_markup(tex):
    html = mathml.in_html(inline_html(f"${tex}$"))
    for forbidden in ("<script", "<img", "onerror=", "href=", "style="):
        assert forbidden not in re.sub(r"&lt;.*?&gt;", "", html)
    assert set(re.findall(r"</?([a-z]+)", html)) <= {*mathml._ELEMENTS} | {
        "math",
        "semantics",
        "annotation",
        "span",
    }


@pytest.mark.parametrize(
    "tex",
    [
        r"\frac{1",
        r"\unheardof{x}",
        r"\newcommand{\a}{\a\a}\a",
        r"\def\a{\a\a}\a",
        r"}",
        "x^" * 3000,
        "{" * 900 + "x" + "}" * 900,
    ],
    ids=["open", "unknown", "newcommand", "def", "closed", "long", "deep"],
)
def test_what_is_not_understood_stays_as_it_was(tex):
    page = f'<p><span class="math">{tex}</span></p>'
    assert mathml.of_tex(tex) is None
    assert mathml.in_html(page) == page


def test_text_that_looks_like_a_formula_in_a_page_is_text():
    assert mathml.in_html("&lt;span class=&quot;math&quot;&gt;x&lt;/span&gt;").count("<") == 0
