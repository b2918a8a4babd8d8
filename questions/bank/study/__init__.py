"""The study content (docs/study-format.md): concepts, cards, plans and what goes with them.

Each file is a list of mappings. What a mapping holds is said once, by a dataclass whose fields
carry their rules (`syllabus`, `plans`, `faults`, `choosing`); `folder` reads by them, `checks` and
`totals` see to what the files say about each other.
"""

from questions.bank.study.content import FILES, Beside, Study
from questions.bank.study.folder import read_study

__all__ = ["FILES", "Beside", "Study", "read_study"]
