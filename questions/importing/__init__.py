"""Questions out of documents: text in, questions out. Plain Python, no Django, no database.

`decode` turns the bytes of a file into text or says why it cannot; `find_questions` finds the
questions in it. docs/importing.md says what is recognised and what is not.
"""

from questions.importing.document import Found, LeftOut, find_questions
from questions.importing.question import Question
from questions.importing.reading import Deadline, Unreadable, decode, read_file

__all__ = [
    "Deadline",
    "Found",
    "LeftOut",
    "Question",
    "Unreadable",
    "decode",
    "find_questions",
    "read_file",
]
