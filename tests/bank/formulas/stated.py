"""What the bank's keys state in numbers, read from the files, so that a changed key is noticed.

A test names its questions with `@checks("slug")` and gets their texts. It reads the worked numbers
(`figures`), pins the formulas (`says`) and computes both again.
"""

import re
from collections.abc import Callable
from functools import cache

import numpy as np

from up.places import ROOT

BANK = ROOT / "fixtures" / "bank"

# These sections hold wrong things on purpose.
NOT_THE_KEY = {
    "Red flags",
    "Common mistakes",
    "Calibration answers",
    "Wrong solutions",
    "Starter code",
    "Public tests",
    "Hidden tests",
    "Follow-ups",
    "References",
}
NUMBER = r"[-−]?\d+(?:(?:\\,|\{,\}|,)\d{3})*(?:\.\d+)?(?:\s?\\times\s?10\^\{?-?\d+\}?)?"

# Which test checks which questions: filled by `checks`.
CHECKED: dict[str, tuple[str, ...]] = {}


class Figure(float):
    """A number as somebody wrote it: “0.44” is any value that rounds to it."""

    unit: float

    def __new__(cls, written: str) -> "Figure":
        plain = re.sub(r"\\,|\{,\}|,|\s", "", written).replace("−", "-")
        digits, _, power = plain.partition(r"\times10^")
        exponent = power.strip("{}") or "0"
        figure = super().__new__(cls, f"{digits}e{exponent}")
        decimals = len(digits.partition(".")[2])
        figure.unit = float(f"1e{int(exponent) - decimals}")
        return figure

    def rounds(self, value: float, unit: float | None = None) -> bool:
        """Whether `value`, rounded to the digits written (or to `unit`), gives this number."""
        return abs(float(value) - self) <= 0.5 * (unit or self.unit) * (1 + 1e-6)


class Question:
    """The part of a question that is meant to be right, with its white space made single."""

    def __init__(self, slug: str) -> None:
        self.slug = slug
        source = source_of(slug)
        sections = re.split(r"^## (.+)\n", source, flags=re.MULTILINE)[1:]
        named = zip(sections[::2], sections[1::2], strict=True)
        key = "\n".join(text for name, text in named if name not in NOT_THE_KEY)
        key = re.sub(r"^- (misconception|probe):.*$", "", key, flags=re.MULTILINE)
        self.key = " ".join(key.split())

    def says(self, *texts: str) -> None:
        """The key holds each of these texts."""
        for text in texts:
            assert " ".join(text.split()) in self.key, f"{self.slug} no longer says: {text}"

    def figures(self, text: str) -> list[Figure]:
        """The numbers that stand for the `#` of a text of the key."""
        pattern = re.escape(" ".join(text.split())).replace(r"\#", f"({NUMBER})")
        found = re.search(pattern, self.key)
        assert found, f"{self.slug} no longer says: {text}"
        return [Figure(written) for written in found.groups()]

    def figure(self, text: str) -> Figure:
        (only,) = self.figures(text)
        return only

    def solution(self) -> dict:
        """The names that the reference solution defines."""
        found = re.search(
            r"^## Reference solution\n+```python\n(.*?)^```", source_of(self.slug), re.S | re.M
        )
        assert found, f"{self.slug} has no reference solution"
        names: dict = {"__name__": "solution"}
        exec(compile(found[1], f"{self.slug}.py", "exec"), names)
        return names


def checks(*slugs: str) -> Callable[[Callable], Callable[[], None]]:
    """Marks a test of what these questions state; it is called with them, in this order."""

    def register(test: Callable) -> Callable[[], None]:
        def run() -> None:
            test(*(Question(slug) for slug in slugs))

        name = f"{test.__module__}.{test.__name__}"
        assert name not in CHECKED, f"two tests are called {name}"
        CHECKED[name] = slugs
        run.__name__, run.__qualname__ = test.__name__, test.__qualname__
        run.__module__, run.__doc__ = test.__module__, test.__doc__
        run.place_as = test  # where pytest says it stands
        return run

    return register


@cache
def source_of(slug: str) -> str:
    (path,) = BANK.glob(f"*/{slug}.md")
    return path.read_text(encoding="utf-8")


def slopes(f: Callable[[np.ndarray], float], at: np.ndarray, step: float = 1e-6) -> np.ndarray:
    """Central differences of a scalar function in every entry of a float64 array."""
    at = np.array(at, dtype=float)
    gradient = np.empty_like(at)
    for i in np.ndindex(at.shape):
        kept = at[i]
        at[i] = kept + step
        above = f(at)
        at[i] = kept - step
        gradient[i] = (above - f(at)) / (2 * step)
        at[i] = kept
    return gradient
