"""A quantity as people type it, “110M”, “0.4 GB”, “4e8 bytes”, and as the page writes it.

A number, then perhaps a unit. What could mean two things is refused with a sentence: a comma that
may be decimal, several numbers, a unit of something else.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

LONGEST = 60
# Powers of ten beyond this are no estimate of anything.
MOST_DIGITS = 40

_SCALES = {"": 1.0, "k": 1e3, "m": 1e6, "g": 1e9, "t": 1e12, "p": 1e15, "e": 1e18, "z": 1e21}
_WORDS = {"thousand": 1e3, "million": 1e6, "mln": 1e6, "billion": 1e9, "bn": 1e9}
_WORDS |= {"trillion": 1e12, "tn": 1e12, "quadrillion": 1e15}
_COUNTS = {"": 1.0, "k": 1e3, "m": 1e6, "b": 1e9, "g": 1e9, "t": 1e12, **_WORDS}

_BYTE_SCALES = {"": 1.0, "kilo": 1e3, "mega": 1e6, "giga": 1e9, "tera": 1e12, "peta": 1e15}
_BYTE_SCALES |= {"kibi": 1024.0, "mebi": 1024.0**2, "gibi": 1024.0**3, "tebi": 1024.0**4}
_BYTES = {
    **{f"{prefix}b": scale for prefix, scale in _SCALES.items()},
    **{f"{prefix}ib": 1024.0**power for power, prefix in enumerate("kmgtp", start=1)},
    **{f"{prefix}byte{s}": scale for prefix, scale in _BYTE_SCALES.items() for s in ("", "s")},
}
_OPERATIONS = {
    f"{prefix}{word}": scale
    for prefix, scale in _SCALES.items()
    for word in ("flop", "flops", "op", "ops")
}
_TIMES = {
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1.0),
    **dict.fromkeys(("ms", "millisecond", "milliseconds"), 1e-3),
    **dict.fromkeys(("us", "µs", "μs", "microsecond", "microseconds"), 1e-6),
    **dict.fromkeys(("ns", "nanosecond", "nanoseconds"), 1e-9),
    **dict.fromkeys(("min", "mins", "minute", "minutes"), 60.0),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), 3600.0),
    **dict.fromkeys(("d", "day", "days"), 86400.0),
    **dict.fromkeys(("week", "weeks"), 7 * 86400.0),
    **dict.fromkeys(("month", "months"), 30 * 86400.0),
    **dict.fromkeys(("y", "year", "years"), 365 * 86400.0),
}
_RATES = {
    **dict.fromkeys(("/s", "/sec", "/second", "qps", "rps", "hz"), 1.0),
    **dict.fromkeys(("/min", "/minute", "qpm", "rpm"), 1 / 60),
    **dict.fromkeys(("/h", "/hour"), 1 / 3600),
    **dict.fromkeys(("/d", "/day"), 1 / 86400),
}
_MONEY = dict.fromkeys(("$", "usd", "dollar", "dollars"), 1.0) | dict.fromkeys(
    ("¢", "cent", "cents"), 0.01
)
_SHARES = {"": 1.0, "%": 0.01, "percent": 0.01, "per cent": 0.01, "pct": 0.01}
_THINGS = ("parameters", "params", "weights", "vectors", "tokens", "requests", "machines", "gpus")


@dataclass(frozen=True)
class Dimension:
    """What is measured: its units, and quantities to name as examples.

    Where a bare number will do, one of the units is the empty word.
    """

    name: str
    units: dict[str, float]
    examples: str


DIMENSIONS = {
    "count": Dimension("a number of things", _COUNTS, "110M, 1.5 billion or 3e5"),
    "bytes": Dimension("an amount of memory", _BYTES, "400 MB, 0.4 GB or 4e8 bytes"),
    "operations": Dimension(
        "a number of operations", _OPERATIONS | _COUNTS, "3e21, 20 TFLOP or 2 PFLOP"
    ),
    "time": Dimension("a time", _TIMES, "80 ms, 3 h or 12 days"),
    "rate": Dimension("a rate", _RATES, "1200 per second, 1.2k QPS or 1e6 per day"),
    "money": Dimension("an amount of money", _MONEY | _COUNTS, "$250, 1.2M dollars or 40 cents"),
    "share": Dimension("a share", _SHARES, "9% or 0.09"),
}

_NUMBER = re.compile(
    r"""(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:[ ']\d{3})+(?:\.\d+)?
            |\d[\d_]*\.?\d*|\.\d+)
        (?:\s*[e](?P<exponent>[+-]?\d+)|\s*(?:[x*×·])\s*10\s*(?:\^|\*\*)\s*(?P<power>[+-]?\d+))?""",
    re.VERBOSE,
)
_POWER = re.compile(r"10\s*(?:\^|\*\*)\s*(?P<power>[+-]?\d+)")
_HEDGE = re.compile(r"^(?:about|around|roughly|approx(?:imately|\.)?|circa|ca\.|[~≈=])\s*")
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_RAISED = re.compile(r"10([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)")
_FOREIGN = {"mio": "M or million", "mrd": "B or billion", "tsd": "k or thousand", "crore": "10M"}


class Unreadable(ValueError):
    """It is no quantity of this kind. The message says why and what to type."""


def read(text: str, dimension: str) -> float:
    """Its value in the base unit: bytes, seconds, per second, dollars, a share of one.

    Unreadable where it is no positive number with a unit of that dimension.
    """
    kind = DIMENSIONS[dimension]
    typed = " ".join(text.split())
    if not typed:
        raise Unreadable(f"Type {kind.name}, such as {kind.examples}.")
    if len(typed) > LONGEST:
        raise Unreadable(f"That is long for a number. Type it as {kind.examples}.")
    plain = _RAISED.sub(lambda raised: f"10^{raised[1].translate(_SUPERSCRIPTS)}", typed)
    plain = _HEDGE.sub("", plain.replace("\N{MINUS SIGN}", "-").strip().lower())
    before = ""
    if dimension == "money" and plain.startswith("$"):
        before, plain = "$", plain[1:].strip()
    number, rest = _number(plain, kind)
    value = number * _unit(rest, kind, dimension, before)
    if value <= 0:
        raise Unreadable("An estimate here is above zero.")
    return value


def _number(plain: str, kind: Dimension) -> tuple[float, str]:
    if plain.startswith("-"):
        raise Unreadable("An estimate here is above zero.")
    found = _POWER.match(plain) or _NUMBER.match(plain)
    if not found:
        raise Unreadable(f"There is no number to read. Type it as {kind.examples}.")
    rest = plain[found.end() :].strip()
    if rest[:1] == ",":
        raise Unreadable(
            "A comma only parts thousands here, as in 1,200,000. For a decimal use a point: 1.2"
        )
    if re.match(r"(?:-|–|to\b|or\b|±|\+/-)\s*\d", rest):
        raise Unreadable("Settle on one number; how far off it may be is allowed for.")
    facts = found.groupdict()
    exponent = facts.get("exponent") or facts.get("power")
    if exponent and abs(int(exponent[:6])) > MOST_DIGITS:
        raise Unreadable("That is beyond anything to be estimated here.")
    digits = re.sub(r"[,_ ']", "", facts.get("number") or "1")
    value = float(digits) * 10.0 ** int(exponent or 0)
    if value > 10.0**MOST_DIGITS:
        raise Unreadable("That is beyond anything to be estimated here.")
    return value, rest


def _unit(rest: str, kind: Dimension, dimension: str, before: str) -> float:
    """What the words behind a number multiply it by."""
    words = rest.rstrip(".").strip()
    first = words.split(" ")[0]
    if first in _FOREIGN:
        raise Unreadable(f"“{first.capitalize()}” is not read here. Type {_FOREIGN[first]}.")
    if dimension == "rate":
        words = re.sub(r"\s*(?:queries|requests|calls)?\s*(?:/|\bper\b|\ba\b)\s*", "/", words)
    if dimension in ("count", "operations"):
        words = re.sub(rf"\s*\b(?:{'|'.join(_THINGS)})$", "", words)
    if before or words in kind.units:
        scale = _COUNTS.get(words) if before else kind.units[words]
        if scale is not None:
            return scale
    scaled = _scaled(words, kind)
    if scaled is not None:
        return scaled
    if not words:
        raise Unreadable(f"Add a unit: {kind.examples}.")
    raise Unreadable(f"“{rest}” is no unit of {kind.name}. Type it as {kind.examples}.")


def _scaled(words: str, kind: Dimension) -> float | None:
    """“billion bytes”, “k qps”, “M dollars”: a scale, then a unit."""
    for scale in sorted(_COUNTS, key=len, reverse=True):
        unit = words.removeprefix(scale).strip()
        if scale and words.startswith(scale) and unit and unit in kind.units:
            spaced = words[len(scale) :].startswith((" ", "/"))
            if spaced or len(scale) == 1:
                return _COUNTS[scale] * kind.units[unit]
    return None


def told(value: float, dimension: str) -> str:
    """The value with three digits and the unit that suits its size, as “109 million”."""
    if dimension == "share":
        return f"{_short(value * 100)}%"
    if dimension == "money":
        return f"${_with(value, _COUNT_STEPS)}"
    if dimension == "rate":
        if value < 0.1:
            return f"{_with(value * 86400, _COUNT_STEPS)} a day"
        return f"{_with(value, _COUNT_STEPS)} a second"
    return _with(value, _STEPS[dimension])


# From which size on which unit is used, and what the unit is worth.
_Steps = list[tuple[float, str, float]]


def _steps(*units: tuple[float, str]) -> _Steps:
    """Units from the size that they are worth on; the last also below that."""
    made = [(worth, unit, worth) for worth, unit in units]
    return [*made[:-1], (0.0, *made[-1][1:])]


_COUNT_STEPS = _steps((1e12, "trillion"), (1e9, "billion"), (1e6, "million"), (1.0, ""))
_MANY = (1e15, "", 1.0)
_STEPS: dict[str, _Steps] = {
    "count": [_MANY, *_COUNT_STEPS],
    "bytes": _steps(
        (1e15, "PB"), (1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB"), (1.0, "bytes")
    ),
    "operations": [
        (1e24, "", 1.0),
        *_steps(
            (1e18, "EFLOP"),
            (1e15, "PFLOP"),
            (1e12, "TFLOP"),
            (1e9, "GFLOP"),
            (1e6, "MFLOP"),
            (1.0, "FLOP"),
        ),
    ],
    # Two of a unit before the next: “90 min” reads better than “1.5 h”.
    "time": [
        (365 * 86400.0, "years", 365 * 86400.0),
        (2 * 86400.0, "days", 86400.0),
        (7200.0, "h", 3600.0),
        (120.0, "min", 60.0),
        *_steps((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns")),
    ],
}


def _with(value: float, steps: _Steps) -> str:
    unit, worth = next((unit, worth) for least, unit, worth in steps if value >= least)
    return f"{_short(value / worth)} {unit}".strip()


def _short(number: float) -> str:
    """Three digits that count; thousands parted; powers of ten where it is very large or small."""
    if number == 0:
        return "0"
    size = math.floor(math.log10(abs(number)))
    rounded = round(number, 2 - size)
    if not -4 <= size <= 8:
        return f"{rounded / 10.0**size:.3g} × 10^{size}"
    if float(number).is_integer() and size <= 5:
        return f"{int(number):,}"
    return (
        f"{rounded:,.0f}"
        if size >= 2
        else f"{rounded:.{max(0, 2 - size)}f}".rstrip("0").rstrip(".")
    )
