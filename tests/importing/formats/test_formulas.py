import pytest

from questions.importing.formats.formulas import with_dollars


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        (r"So \(a_i<b\) and \( c \).", "So $a_i<b$ and $c$."),
        (r"\[\sum_i x_i\]", r"$$\sum_i x_i$$"),
        (r"\left(x\right) stays", r"\left(x\right) stays"),
        (r"`re.match(r'\(a\)')` is code", r"`re.match(r'\(a\)')` is code"),
        ("```\n\\(x\\)\n``` then \\(y\\)", "```\n\\(x\\)\n``` then $y$"),
        (r"an opening \( alone", r"an opening \( alone"),
    ],
)
def test_formulas_stand_between_dollars(theirs, ours):
    assert with_dollars(theirs) == ours
