"""Pages and XML say in their first lines which encoding they are in; most others cannot."""

import codecs
import re

from questions.importing.reading import Unreadable, decode

_DECLARED = re.compile(
    rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]{2,40})"
    rb"|<\?xml[^>]{0,100}encoding\s*=\s*[\"']([\w.-]{2,40})",
    re.I,
)


def text_of(data: bytes, name: str) -> str:
    """The text of a file: UTF-8 where it is, else what it declares, else as `decode` finds out."""
    found = _DECLARED.search(data[:4096])
    if found is None or data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return decode(data, name)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        data = _recoded(data, (found[1] or found[2]).decode("ascii"), name)
    return decode(data, name)


def _recoded(data: bytes, encoding: str, name: str) -> bytes:
    try:
        if not codecs.lookup(encoding)._is_text_encoding:
            return data
        return data.decode(encoding).encode("utf-8")
    except LookupError:
        return data
    except (UnicodeDecodeError, UnicodeEncodeError) as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable(
            f"{name}: line {line}: byte {error.start + 1} is not {encoding}, which the file "
            "says it is. Save it as UTF-8."
        ) from None
