"""YAML into lists, objects and texts, event by event: within the deadline, and without aliases.

Values stay as typed: `no`, `1.10` and dates are texts. An alias repeats a part of the document as
often as somebody likes, which is how a small file becomes a large one; it is refused.
"""

import yaml

from questions.importing.reading import Deadline, Unreadable

_DEEPEST = 40
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULLS = ("", "~", "null", "Null", "NULL")


def yaml_values(text: str, name: str, deadline: Deadline) -> object:
    """The value of the document; a list of values where there are several."""
    builder = _Builder(name)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            deadline.check(event.start_mark.line + 1)
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise Unreadable(
            f"{name}: line {line}: this is not YAML ({error.problem or error.context}). "
            "Mend it there."
        ) from None
    except (yaml.YAMLError, ValueError) as error:
        raise Unreadable(f"{name}: this is not YAML ({str(error)[:120]}).") from None
    values = builder.documents
    return values[0] if len(values) == 1 else values


class _Builder:
    def __init__(self, name: str) -> None:
        self.documents: list = []
        self._name = name
        self._open: list = []  # lists, and [object, key] pairs while they are filled

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.AliasEvent):
            raise Unreadable(
                f"{self._name}: line {event.start_mark.line + 1}: repeats a part by an alias "
                f"(*{event.anchor}), which is not read. Write it out."
            )
        if isinstance(event, yaml.ScalarEvent):
            is_null = event.style is None and event.value in _NULLS
            self._place(None if is_null else event.value)
        elif isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
            if len(self._open) >= _DEEPEST:
                raise Unreadable(
                    f"{self._name}: line {event.start_mark.line + 1}: is nested more than "
                    f"{_DEEPEST} deep."
                )
            is_list = isinstance(event, yaml.SequenceStartEvent)
            self._open.append([] if is_list else _Object())
        elif isinstance(event, yaml.SequenceEndEvent):
            self._place(self._open.pop())
        elif isinstance(event, yaml.MappingEndEvent):
            self._place(self._open.pop().values)

    def _place(self, value: object) -> None:
        if not self._open:
            self.documents.append(value)
        elif isinstance(self._open[-1], list):
            self._open[-1].append(value)
        else:
            self._open[-1].take(value)


class _Object:
    def __init__(self) -> None:
        self.values: dict[str, object] = {}
        self._key: str | None = None

    def take(self, value: object) -> None:
        if self._key is None:
            self._key = value if isinstance(value, str) else str(value)
        else:
            self.values[self._key] = value
            self._key = None
