"""Moodle XML: essays with the rubric for the marker and the model answer as general feedback.

Elements as Moodle's own export writes them (docs.moodle.org, “Moodle XML format”). Texts are HTML
with formulas between the marks that its MathJax filter reads; its Markdown would eat those.
"""

from xml.sax.saxutils import escape, quoteattr

from questions.exporting.html import to_xhtml
from questions.exporting.rubric import rubric
from questions.exporting.selection import Entry, Selection

_FORBIDDEN = {code: None for code in range(32) if code not in (9, 10, 13)}


def as_moodle_xml(selection: Selection) -> str:
    """One `<quiz>`, a category for each area."""
    parts = ['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>"]
    category = None
    for entry in selection.questions:
        if entry.area != category:
            category = entry.area
            title = selection.area_title(entry.area).replace("/", "//")
            path = f"<text>{_xml(f'$course$/top/{title}')}</text>"
            parts.append(f'<question type="category"><category>{path}</category></question>')
        parts.append(_question(entry))
    return "\n".join([*parts, "</quiz>", ""])


def _question(entry: Entry) -> str:
    words = entry.words
    starter = words.parts.get("starter_code", "")
    tags = (words.kind, f"tier {words.tier}", words.priority, entry.area)
    return f"""<question type="essay">
<name><text>{_xml(" ".join(words.title.split()))}</text></name>
{_html("questiontext", words.prompt)}
{_html("generalfeedback", words.model_answer)}
<defaultgrade>{max(1, sum(point.weight for point in words.points))}</defaultgrade>
<penalty>0</penalty>
<hidden>0</hidden>
<idnumber>{_xml(entry.slug)}</idnumber>
<responseformat>{"monospaced" if starter else "editor"}</responseformat>
<responserequired>1</responserequired>
<responsefieldlines>15</responsefieldlines>
<attachments>0</attachments>
{_html("graderinfo", rubric(words))}
{_text("responsetemplate", starter, kind="plain_text")}
<tags>{"".join(f"<tag><text>{_xml(tag)}</text></tag>" for tag in tags)}</tags>
</question>"""


def _html(name: str, text: str) -> str:
    return _text(name, to_xhtml(text), kind="html")


def _text(name: str, text: str, *, kind: str) -> str:
    safe = text.translate(_FORBIDDEN).replace("]]>", "]]]]><![CDATA[>")
    return f"<{name} format={quoteattr(kind)}><text><![CDATA[{safe}]]></text></{name}>"


def _xml(text: str) -> str:
    return escape(text.translate(_FORBIDDEN))
