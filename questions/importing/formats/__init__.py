"""Files of any format in, questions out: `read_document`.

One module a format; `detecting` says which one reads a file. docs/importing.md has the table of
formats, what is read from each, and the limits.
"""

from questions.importing.formats.registry import read_document
from questions.importing.formats.source import Column, Document

__all__ = ["Column", "Document", "read_document"]
