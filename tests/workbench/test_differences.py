from dataclasses import replace

from tests.workbench.words import PARTS, WORDS
from workbench.differences import MOST_TOKENS, differences, text_difference
from workbench.merging import merge


def html_of(old, new) -> dict[str, str]:
    return {one.label: one.html for one in differences(old, new)}


def hidden(text: str) -> str:
    return text.replace('<span class="visually-hidden">gone: </span>', "").replace(
        '<span class="visually-hidden">new: </span>', ""
    )


def test_only_the_words_that_changed_are_marked():
    got = hidden(text_difference("We shuffle the data\nonce.", "We shuffle all data\nonce."))
    assert got == "We shuffle <del>the</del><ins>all</ins> data\nonce."


def test_nothing_typed_becomes_markup():
    assert "<script>" not in text_difference("<script>a", "<script>b")
    assert "&lt;" in text_difference("<script>a", "<script>b")


def test_sentences_with_little_in_common_stand_one_after_the_other():
    got = hidden(text_difference("Apples are red.", "Why would anybody shuffle a file?"))
    assert got == "<del>Apples are red.</del><ins>Why would anybody shuffle a file?</ins>"


def test_a_very_long_line_is_shown_whole_instead_of_compared_for_minutes():
    old, new = "a b " * MOST_TOKENS, "a c " * MOST_TOKENS
    assert hidden(text_difference(old, new)).startswith("<del>a b a b")


def test_the_same_words_have_no_differences():
    assert differences(WORDS, replace(WORDS)) == []


def test_each_change_is_told_under_its_name():
    first, second, third = WORDS.points
    new = replace(
        WORDS,
        tier=3,
        rule_of_thumb=False,
        tips=("Draw it twice.", *WORDS.tips[1:], "Breathe."),
        points=(
            replace(second, level="must", probe=""),
            replace(first, text="Neighbours in a sorted file are similar."),
            replace(third, slug="new-one"),
        ),
        samples=WORDS.samples[:1],
    )
    got = {label: hidden(html) for label, html in html_of(WORDS, new).items()}
    assert list(got) == [
        "Level", "Rule of thumb", "Point “noise”", "Point “alike”", "A new point",
        "A point taken out", "The order of the points", "Tips", "Calibration answers",
    ]  # fmt: skip
    assert got["Level"] == "<del>Mid</del><ins>Senior or staff</ins>"
    assert "are <del>alike</del><ins>similar</ins>." in got["Point “alike”"]
    assert "<del>should, 1</del><ins>must, 1</ins>" in got["Point “noise”"]
    assert "<li>Draw it<ins> twice</ins>.</li>" in got["Tips"]
    assert "<li><ins>Breathe.</ins></li>" in got["Tips"]


def test_files_of_one_kind_are_compared_line_by_line():
    old = replace(WORDS, kind="implementation", parts=PARTS["implementation"])
    parts = {**old.parts, "starter_code": "def f():\n    return 1\n"}
    got = html_of(old, replace(old, parts=parts))
    assert list(got) == ["Starter code"]
    assert got["Starter code"].startswith("def f():\n")


def test_what_two_people_changed_in_different_places_comes_together():
    mine = replace(WORDS, prompt="Mine?", parts={})
    theirs = replace(WORDS, tips=("Theirs.",), minutes=9)
    merged = merge(WORDS, mine=mine, theirs=theirs)
    assert merged.words == replace(mine, tips=("Theirs.",), minutes=9)
    assert {one.name for one in merged.taken} == {"tips", "minutes"}
    assert merged.rivals == []


def test_where_both_changed_the_same_mine_stays_and_theirs_is_told():
    mine, theirs = replace(WORDS, prompt="Mine?"), replace(WORDS, prompt="Theirs?")
    merged = merge(WORDS, mine=mine, theirs=theirs)
    assert merged.words == mine
    assert merged.taken == []
    [rival] = merged.rivals
    assert hidden(rival.html) == "<del>Theirs</del><ins>Mine</ins>?"


def test_a_section_they_took_out_is_gone_from_mine_too():
    base = replace(WORDS, kind="derivation", parts=PARTS["derivation"])
    theirs = replace(base, parts={"steps": ["Start."]})
    merged = merge(base, mine=replace(base, title="Mine"), theirs=theirs)
    assert merged.words.parts == {"steps": ["Start."]}
    assert merged.words.title == "Mine"
