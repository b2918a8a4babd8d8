"""QTI 3.0: a package of items that people mark, the rubric in a block for the scorer alone.

Elements and order as in 1EdTech's “QTI 3.0 Assessment, Section and Item Information Model”;
resource types and the manifest's schema as in its sample packages.
"""

import re
from xml.sax.saxutils import quoteattr

from questions.exporting.html import to_xhtml
from questions.exporting.packing import pack
from questions.exporting.rubric import rubric
from questions.exporting.selection import Entry, Selection, SetEntry

ITEMS = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
PACKAGE = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"
_FORBIDDEN = {code: None for code in range(32) if code not in (9, 10, 13)}
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def qti_zip(selection: Selection) -> bytes:
    """A content package: the manifest, an item for each question, a test for each set."""
    chosen = {entry.slug for entry in selection.questions}
    files = {"imsmanifest.xml": _manifest(selection)}
    files |= {f"items/{entry.slug}.xml": item(entry) for entry in selection.questions}
    files |= {f"tests/{one.slug}.xml": _test(one, chosen) for one in selection.sets}
    return pack(files)


def item(entry: Entry) -> str:
    """One `qti-assessment-item` with an extended text interaction."""
    words = entry.words
    most = max(1, sum(point.weight for point in words.points))
    starter = words.parts.get("starter_code", "")
    prompt = words.prompt + (f"\n\n```python\n{starter.rstrip()}\n```" if starter else "")
    blocks = [
        _block("Key points", rubric(words)),
        _block("Model answer", words.model_answer),
    ]
    return (
        f"{_HEAD}<qti-assessment-item xmlns={quoteattr(ITEMS)}"
        f" identifier={quoteattr(entry.slug)} title={_attribute(words.title)}"
        f' adaptive="false" time-dependent="false" xml:lang={_attribute(entry.language)}>\n'
        '<qti-response-declaration identifier="RESPONSE" cardinality="single"'
        ' base-type="string"/>\n'
        '<qti-outcome-declaration identifier="SCORE" cardinality="single" base-type="float"'
        f' external-scored="human" normal-maximum="{most}"/>\n'
        "<qti-item-body>\n"
        f"<div>{_xhtml(prompt)}</div>\n"
        '<qti-extended-text-interaction response-identifier="RESPONSE" expected-lines="15"/>\n'
        f"{''.join(blocks)}"
        "</qti-item-body>\n</qti-assessment-item>\n"
    )


def _block(title: str, text: str) -> str:
    if not text.strip():
        return ""
    return (
        '<qti-rubric-block use="scoring" view="scorer"><qti-content-body>'
        f"<h2>{title}</h2>{_xhtml(text)}"
        "</qti-content-body></qti-rubric-block>\n"
    )


def _test(one: SetEntry, chosen: set[str]) -> str:
    """The fixed questions of a set, in order; draws need a bank and do not travel."""
    slugs = [item.question for item in one.items if item.question in chosen]
    references = "".join(
        f"<qti-assessment-item-ref identifier={quoteattr(slug)}"
        f" href={quoteattr(f'../items/{slug}.xml')}/>"
        for slug in slugs
    )
    return (
        f"{_HEAD}<qti-assessment-test xmlns={quoteattr(ITEMS)} identifier={quoteattr(one.slug)}"
        f" title={_attribute(one.title)}>\n"
        f'<qti-time-limits max-time="{one.minutes * 60}"/>\n'
        '<qti-test-part identifier="part-1" navigation-mode="nonlinear"'
        ' submission-mode="simultaneous">\n'
        f'<qti-assessment-section identifier="section-1" title={_attribute(one.title)}'
        f' visible="true">{references}</qti-assessment-section>\n'
        "</qti-test-part>\n</qti-assessment-test>\n"
    )


def _manifest(selection: Selection) -> str:
    resources = [
        _resource(entry.slug, "imsqti_item_xmlv3p0", f"items/{entry.slug}.xml")
        for entry in selection.questions
    ]
    resources += [
        _resource(f"test-{one.slug}", "imsqti_test_xmlv3p0", f"tests/{one.slug}.xml")
        for one in selection.sets
    ]
    return (
        f'{_HEAD}<manifest xmlns={quoteattr(PACKAGE)} identifier="greenroom-export">\n'
        "<metadata><schema>QTI Package</schema><schemaversion>3.0.0</schemaversion></metadata>\n"
        f"<organizations/>\n<resources>\n{''.join(resources)}</resources>\n</manifest>\n"
    )


def _resource(name: str, kind: str, path: str) -> str:
    return (
        f"<resource identifier={quoteattr(name)} type={quoteattr(kind)} href={quoteattr(path)}>"
        f"<file href={quoteattr(path)}/></resource>\n"
    )


def _attribute(text: str) -> str:
    return quoteattr(" ".join(text.translate(_FORBIDDEN).split()))


def _xhtml(text: str) -> str:
    # Alignment of table columns is a style, which the item's HTML does not have.
    return re.sub(r' style="[^"]*"', "", to_xhtml(text.translate(_FORBIDDEN)))
