"""Form fields for the texts of a question: kept as typed, but for line breaks and empty edges."""

import re
import textwrap
from collections.abc import Sequence

from django import forms

LONGEST_TEXT = 20_000
LONGEST_CODE = 40_000
MOST_ITEMS = 40
_LEFT = re.compile(r"^(?: {1,2}|\t)")
_MARKER = re.compile(r"^(?:[-*+]|\d{1,3}[.)])\s+")


class TextField(forms.CharField):
    """Markdown of one section. Spaces inside lines stay: two at an end are a line break."""

    widget = forms.Textarea

    def __init__(self, *, rows: int = 6, required: bool = False, **kwargs) -> None:
        kwargs = {"max_length": LONGEST_TEXT, "strip": False, **kwargs}
        super().__init__(required=required, **kwargs)
        self.widget.attrs["rows"] = rows

    def to_python(self, value: object) -> str:
        return _with_plain_breaks(super().to_python(value)).strip("\n").rstrip()


class CodeField(TextField):
    """A program or a file: spaces at its beginning count, and a program ends in a line break."""

    def __init__(self, *, rows: int = 12, **kwargs) -> None:
        super().__init__(rows=rows, max_length=LONGEST_CODE, **kwargs)
        self.widget.attrs |= {"class": "code", "spellcheck": "false", "autocapitalize": "off"}

    def to_python(self, value: object) -> str:
        lines = _with_plain_breaks(forms.CharField.to_python(self, value)).split("\n")
        code = "\n".join(line.rstrip() for line in lines).rstrip()
        return f"{code}\n" if code else ""


class LineField(forms.CharField):
    """One paragraph, however many lines it was typed on."""

    def __init__(self, *, rows: int = 2, required: bool = False, **kwargs) -> None:
        super().__init__(required=required, widget=forms.Textarea, max_length=2_000, **kwargs)
        self.widget.attrs["rows"] = rows

    def to_python(self, value: object) -> str:
        return " ".join(str(super().to_python(value)).split())


class ItemsField(forms.CharField):
    """A list, an item a line; an indented line goes on with its item. Kept as a tuple of texts."""

    def __init__(self, *, rows: int = 4, one_line: bool = False, **kwargs) -> None:
        kwargs = {"max_length": LONGEST_TEXT, "strip": False, "required": False, **kwargs}
        super().__init__(widget=forms.Textarea, **kwargs)
        self.widget.attrs["rows"] = rows
        self.one_line = one_line

    def prepare_value(self, value: object) -> object:
        return value if value is None or isinstance(value, str) else as_lines(value)

    def clean(self, value: object) -> tuple[str, ...]:
        items = from_lines(_with_plain_breaks(super().clean(value)))
        if len(items) > MOST_ITEMS:
            raise forms.ValidationError(f"These are {len(items)} items; keep {MOST_ITEMS}.")
        if self.one_line:
            return tuple(" ".join(item.split()) for item in items)
        return items


def from_lines(text: str) -> tuple[str, ...]:
    """The items of a list as it was typed. A bullet or number at the beginning is a mark of the
    list, not part of its text."""
    found: list[list[str]] = []
    for line in text.split("\n"):
        if not line.strip():
            if found:
                found[-1].append("")
        elif line[0].isspace() and found:
            found[-1].append(line.rstrip())
        else:
            found.append([_MARKER.sub("", line.strip(), count=1)])
    return tuple(item for lines in found if (item := _joined(lines)))


def as_lines(items: Sequence[str]) -> str:
    """The opposite of `from_lines`: bullets only where a list without them would be read apart."""
    plain = not any("\n" in item or _MARKER.match(item) or item != item.strip() for item in items)
    if plain:
        return "\n".join(items)
    return "\n".join("- " + textwrap.indent(item, "  ").strip() for item in items)


def _joined(lines: list[str]) -> str:
    """An item of one or more lines, those after the first moved left by what `as_lines` adds."""
    return "\n".join([lines[0], *(_LEFT.sub("", line) for line in lines[1:])]).strip("\n")


def _with_plain_breaks(text: object) -> str:
    return str(text).replace("\r\n", "\n").replace("\r", "\n")
