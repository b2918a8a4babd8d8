"""Questions out of documents: a file in, questions out. Plain Python, no Django, no database.

`read_document` reads a file of any format; `find_questions` finds the questions in a text, which is
what most formats become. docs/importing.md says what is recognised and what is not.
"""

from questions.importing.document import Found, LeftOut, find_questions
from questions.importing.formats import Column, Document, read_document
from questions.importing.question import Question
from questions.importing.reading import Deadline, Unreadable, decode, read_bytes, read_file

__all__ = [
    "Column",
    "Deadline",
    "Document",
    "Found",
    "LeftOut",
    "Question",
    "Unreadable",
    "decode",
    "find_questions",
    "read_bytes",
    "read_document",
    "read_file",
]
