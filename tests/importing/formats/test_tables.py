"""CSV, TSV and XLSX: separators, headers, and which column is which."""

import pytest

from questions.importing import Unreadable
from tests.importing.formats.making import line_of, read, said, workbook

ASKED = [("What is a mutex?", "A lock with one holder"), ("Push vs pull.", None)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "question,answer\nWhat is a mutex?,A lock with one holder\nPush vs pull.,\n",
            "a.csv",
        ),
        (
            "category;Question;IdealAnswer\nbe;What is a mutex?;A lock with one holder\n"
            "be;Push vs pull.;\n",
            "a.csv",
        ),
        ("sep=;\nQ;A\nWhat is a mutex?;A lock with one holder\nPush vs pull.;\n", "a.csv"),
        (
            "id\tprompt\tmodel_answer\n1\tWhat is a mutex?\tA lock with one holder\n"
            "2\tPush vs pull.\t\n",
            "a.tsv",
        ),
        ("title|Answer\nWhat is a mutex?|A lock with one holder\nPush vs pull.|\n", "a.csv"),
        (
            "Question,Answer\r\nWhat is a mutex?,A lock with one holder\r\nPush vs pull.,TBD\r\n",
            "a.txt",
        ),
        (
            "\ufeffFrage;Antwort\nWhat is a mutex?;A lock with one holder\nPush vs pull.;-\n",
            "a.csv",
        ),
    ],
)
def test_separators_and_names_are_found(text, name):
    assert said(read(text, name), "prompt", "answer") == ASKED


def test_without_a_header_the_contents_decide():
    document = read(
        "1,What is a page?,A block of rows kept together on disk\n"
        "2,Why is an index useful?,It saves reading the whole table\n"
        "3,How is a lock released?,By its holder when it is done\n",
        "a.csv",
    )
    assert said(document, "prompt", "answer")[1] == (
        "Why is an index useful?",
        "It saves reading the whole table",
    )
    assert [column.role for column in document.columns] == [None, "question", "answer"]


def test_of_two_columns_without_a_header_the_second_answers():
    rows = "What is a mutex?\tA lock\nWhy use a queue?\tTo wait\nPush vs pull.\tBoth\n"
    assert said(read(rows, "a.tsv"), "prompt", "answer", "section")[2] == (
        "Push vs pull.",
        "Both",
        None,
    )


def test_the_question_may_be_the_second_column_and_the_first_its_section():
    document = read("category,question\nbe,What is a mutex?\nfe,Explain the box model.\n", "a.csv")
    assert said(document, "section", "prompt") == [
        ("be", "What is a mutex?"),
        ("fe", "Explain the box model."),
    ]
    assert line_of(document, 1) == "question: Explain the box model."


def test_a_title_is_the_prompt_and_a_name_is_not():
    rows = "name,title,description\nsaga-1,What is a saga?,A chain of steps\n"
    assert said(read(rows, "a.csv"), "prompt", "answer") == [
        ("What is a saga?", "A chain of steps")
    ]


def test_a_mapping_by_letter_and_by_name_counts_more_than_the_guess():
    rows = "Area,Old wording,Task,Model\nSQL,Why joins?,Explain joins.,Rows of two tables\n"
    document = read(rows, "a.csv", mapping={"question": "C", "answer": "Model", "unused": "A"})
    assert said(document, "prompt", "answer", "section") == [
        ("Explain joins.", "Rows of two tables", None)
    ]


def test_a_column_left_out_takes_no_part_in_those_that_merge():
    rows = "Question,Context,Explanation,Answer\nWhy?,In a lake,Since.,Because.\n"
    assert said(read(rows, "a.csv"), "prompt", "answer") != [("Why?", "Because.")]
    chosen = {"question": "A", "answer": "D", "unused": "B+C"}
    assert said(read(rows, "a.csv", mapping=chosen), "prompt", "answer") == [("Why?", "Because.")]


def test_a_place_is_a_place_whatever_the_columns_are_called():
    rows = "Question,A,B,Answer\nWhich is even?,One,Two,Two\nWhich is odd?,Three,Four,Three\n"
    chosen = {"question": "#A", "options": "#B + #C", "answer": "#D", "unused": "#E+#F"}
    document = read(rows, "a.csv", mapping=chosen)
    assert [column.role for column in document.columns] == [
        "question", "options", "options", "answer"
    ]  # fmt: skip
    assert "One" in document.questions[0].prompt
    with pytest.raises(Unreadable, match="there is no column “#E” for answer"):
        read(rows, "a.csv", mapping={"question": "#A", "answer": "#E"})


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        ({"question": "Z"}, r"there is no column “Z” for question. The columns are A q, B b"),
        ({"colour": "A"}, "“colour” is no part of a question"),
    ],
)
def test_a_mapping_that_does_not_fit_says_what_there_is(mapping, words):
    with pytest.raises(Unreadable, match=words):
        read("q,b\nWhy?,Because\n", "a.csv", mapping=mapping)


def test_a_table_without_questions_shows_its_columns_and_the_way_on():
    document = read("city,size\nRome,3\nOslo,1\nBern,2\n", "a.csv")
    assert document.questions == []
    assert "--map question=B" in document.left_out[0].reason
    assert [column.name for column in document.columns] == ["city", "size"]
    assert document.columns[0].samples == ["Rome", "Oslo", "Bern"]


def test_facts_lists_and_options_come_from_their_columns():
    document = read(
        "Topic,Question,Option A,Option B,Correct,Difficulty,Time,Priority,Type,Hints\n"
        "Net,Which layer routes?,Link,Network,B,hard,5 min,P1,conceptual,think of IP; draw it\n",
        "a.csv",
    )
    question = document.questions[0]
    assert question.prompt == "Which layer routes?\n\n- A. Link\n- B. Network"
    assert question.answer == "B. Network"
    assert (question.tier, question.minutes, question.priority) == (3, 5, "P1")
    assert (question.kind, question.section) == ("conceptual", "Net")
    assert question.tips == ["think of IP", "draw it"]


def test_html_in_cells_becomes_markdown_and_tags_in_words_stay():
    document = read(
        'question_text,answer\n"<p>Use of <code>List&lt;T&gt;</code>?</p>","<ul><li>a</li></ul>"\n',
        "a.csv",
    )
    assert said(document, "prompt", "answer") == [("Use of `List<T>`?", "- a")]
    document = read("question,answer\nWhat does <script defer> do?,It waits\n", "a.csv")
    assert said(document, "prompt") == [("What does <script defer> do?",)]


def test_formulas_and_several_lines_stay_as_typed():
    document = read('question,answer\n"What is\n1 + 1?","=1+1\n@SUM(A1)"\n', "a.csv")
    assert said(document, "prompt", "answer") == [("What is\n1 + 1?", "=1+1\n@SUM(A1)")]


def test_a_quote_that_never_closes_does_not_swallow_the_rest():
    rows = "".join(f"What is part {n}?,It is {n}\n" for n in range(600))
    document = read('question,answer\nWhy "quotes?,"so\n' + rows, "a.csv")
    assert len(document.questions) == 601


def test_places_fit_every_sheet_and_a_narrower_one_has_less_to_leave_out():
    data = workbook(
        Wide=[["Question", "Answer", "Explanation"], ["Why?", "Because.", "Since."]],
        Narrow=[["Question", "Answer"], ["How?", "Thus."]],
    )
    document = read(data, "a.xlsx", mapping={"question": "#A", "answer": "#B", "unused": "#C+#D"})
    assert said(document, "prompt", "answer") == [("Why?", "Because."), ("How?", "Thus.")]


def test_a_workbook_gives_its_sheets_and_rows_above_the_header_are_passed():
    data = workbook(
        Databases=[
            ["Interview questions", None, None],
            [None],
            ["#", "Question", "Expected answer"],
            [1, "What is a join?", "Rows of two tables"],
            ["Locks", None, None],
            [2, "What is a latch?", 5.0],
        ],
        Sheet2=[["Question", "Time (min)"], ["Why?", 7]],
    )
    document = read(data, "a.xlsx")
    assert document.format == "XLSX"
    assert said(document, "section", "prompt", "answer", "minutes") == [
        ("Databases", "What is a join?", "Rows of two tables", None),
        ("Databases / Locks", "What is a latch?", "5", None),
        (None, "Why?", None, 7),
    ]
    assert line_of(document, 1) == "Question: What is a latch?"


def test_a_section_written_once_holds_until_the_next():
    rows = [["Area", "Question"], ["SQL", "Why joins?"], [None, "Why rows?"], [None, "Why keys?"],
            ["Net", "What is DNS?"], [None, "What is IP?"]]  # fmt: skip
    assert said(read(workbook(Q=rows), "a.xlsx"), "section") == [
        ("Q / SQL",), ("Q / SQL",), ("Q / SQL",), ("Q / Net",), ("Q / Net",)
    ]  # fmt: skip


def test_a_formula_that_was_never_calculated_is_shown_as_typed():
    rows = [["Question", "Answer"], ["What is two?", "=1+1"]]
    assert said(read(workbook(S=rows), "a.xlsx"), "answer") == [("=1+1",)]
