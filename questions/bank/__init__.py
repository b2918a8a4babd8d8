"""The bank format (docs/bank-format.md): read a folder of files, name every mistake with its line.

Plain Python without Django: checking a bank needs no database. `read_bank` is the way in;
`questions/loading.py` writes what it returns to the database.
"""

from questions.bank.library import Library, read_bank
from questions.bank.problems import Problem

__all__ = ["Library", "Problem", "read_bank"]
