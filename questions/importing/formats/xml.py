"""XML from strangers: no document types, no entities, a clear place for every mistake."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

import defusedxml.ElementTree
from defusedxml.common import DefusedXmlException

from questions.importing.reading import Unreadable


def parsed(data: bytes, name: str) -> Element:
    """The root element. Unreadable where the XML is broken, or declares entities of its own."""
    try:
        return defusedxml.ElementTree.fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        raise Unreadable(
            f"{name}: line 1: declares a document type or entities, which an export never does. "
            "Take the <!DOCTYPE …> away."
        ) from None
    except ParseError as error:
        line, column = error.position
        reason = str(error).split(":")[0]
        raise Unreadable(
            f"{name}: line {line}, column {column + 1}: this XML is broken ({reason}). "
            "Export it again."
        ) from None
    except (LookupError, ValueError) as error:
        raise Unreadable(f"{name}: line 1: this XML cannot be read ({error}).") from None


def local(element: Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def kin(element: Element) -> str:
    """A name that is the same in QTI 2 (`itemBody`) and QTI 3 (`qti-item-body`): `itembody`."""
    name = local(element)
    return name.removeprefix("qti-").replace("-", "").lower()


def named(element: Element, name: str) -> Iterator[Element]:
    """The elements below that go by a name of `kin`."""
    return (below for below in element.iter() if kin(below) == name)


def attribute(element: Element, name: str) -> str | None:
    """`response-identifier` and `responseIdentifier` alike, asked for as `responseidentifier`."""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2].replace("-", "").lower() == name:
            return value
    return None
