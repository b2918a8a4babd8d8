"""QTI 2.1 and 3: items and packages."""

import pytest

from questions.importing import Unreadable
from tests.importing.formats.making import line_of, read, said, zipped

V2 = 'xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" adaptive="false" timeDependent="false"'
V3 = 'xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" adaptive="false" time-dependent="false"'

CHOICE = f"""<?xml version="1.0" encoding="UTF-8"?>
<assessmentItem {V2} identifier="c1" title="Layers">
  <responseDeclaration identifier="R" cardinality="multiple" baseType="identifier">
    <correctResponse><value>B</value><value>C</value></correctResponse>
  </responseDeclaration>
  <itemBody>
    <p>Look at <code>route()</code>.</p>
    <choiceInteraction responseIdentifier="R" maxChoices="2">
      <prompt>Which layers <b>route</b>?</prompt>
      <simpleChoice identifier="A">Link</simpleChoice>
      <simpleChoice identifier="B">Network</simpleChoice>
      <simpleChoice identifier="C">Overlay<feedbackInline>no</feedbackInline></simpleChoice>
    </choiceInteraction>
  </itemBody>
  <modalFeedback outcomeIdentifier="F" identifier="A" showHide="show">Link does not.</modalFeedback>
  <modalFeedback outcomeIdentifier="F" identifier="B" showHide="show">By address.</modalFeedback>
</assessmentItem>"""

ESSAY = f"""<qti-assessment-item {V3} identifier="e1" title="Sagas">
  <qti-item-body>
    <qti-rubric-block view="candidate"><p>Ten minutes.</p></qti-rubric-block>
    <qti-extended-text-interaction response-identifier="R">
      <qti-prompt>Explain a saga &lt;T&gt;.</qti-prompt>
    </qti-extended-text-interaction>
    <qti-rubric-block use="scoring" view="scorer"><qti-content-body>
      <ul><li>names steps</li><li>names undoing</li></ul>
      <p>Model answer: A chain of steps.</p><p>Each can be undone.</p>
    </qti-content-body></qti-rubric-block>
  </qti-item-body>
</qti-assessment-item>"""

ENTRY = f"""<assessmentItem {V2} identifier="t1" title="t">
  <responseDeclaration identifier="R" cardinality="single" baseType="string">
    <mapping defaultValue="0">
      <mapEntry mapKey="Ada" mappedValue="1"/><mapEntry mapKey="Bob" mappedValue="0"/>
    </mapping>
  </responseDeclaration>
  <itemBody>
    <p><textEntryInteraction responseIdentifier="R"/> wrote the first program.</p>
  </itemBody>
</assessmentItem>"""


def test_a_choice_lists_its_options_and_makes_the_right_ones_the_rubric():
    document = read(CHOICE, "item.xml")
    assert document.format == "QTI"
    assert said(document, "prompt", "answer", "key_points") == [
        (
            "Look at `route()`.\n\nWhich layers **route**?\n\n- Link\n- Network\n- Overlay",
            "- Network\n- Overlay\n\nBy address.",
            ["Network", "Overlay"],
        )
    ]


def test_an_essay_of_version_3_brings_the_notes_of_its_scorers():
    document = read(ESSAY, "item.xml")
    assert said(document, "prompt", "answer", "key_points") == [
        (
            "Ten minutes.\n\nExplain a saga <T>.",
            "A chain of steps.\n\nEach can be undone.",
            ["names steps", "names undoing"],
        )
    ]


def test_a_text_entry_is_a_gap_and_what_earns_marks_is_its_answer():
    assert said(read(ENTRY, "item.xml"), "prompt", "answer") == [
        ("_____ wrote the first program.", "Ada")
    ]


def package(**more: str) -> bytes:
    manifest = """<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"><resources>
      <resource identifier="t" type="imsqti_test_xmlv2p1" href="tests/test.xml"/>
      <resource identifier="a" type="imsqti_item_xmlv2p1" href="items/c%201.xml"/>
      <resource identifier="b" type="imsqti_item_xmlv3p0" href="items/e1.xml"/>
      <resource identifier="c" type="imsqti_item_xmlv2p1" href="items/gone.xml"/>
    </resources></manifest>"""
    test = f"""<assessmentTest {V2}><testPart><assessmentSection title="Net">
      <assessmentSection title="Routing">
        <assessmentItemRef href="../items/e1.xml"/>
      </assessmentSection>
      <assessmentItemRef href="../items/c%201.xml"/>
    </assessmentSection></testPart></assessmentTest>"""
    files = {"imsmanifest.xml": manifest, "tests/test.xml": test}
    return zipped(files | {"items/c 1.xml": CHOICE, "items/e1.xml": ESSAY} | more)


def test_a_package_is_read_in_the_order_and_sections_of_its_test():
    document = read(package(), "bank.zip")
    assert document.format == "QTI package"
    assert said(document, "section", "kind") == [("Net / Routing", None), ("Net", None)]
    assert line_of(document, 1) == "Look at `route()`."
    assert "gone.xml, which is missing" in document.left_out[0].reason


def test_a_broken_item_costs_itself_alone():
    document = read(package(**{"items/gone.xml": "<assessmentItem>"}), "bank.zip")
    assert len(document.questions) == 2
    assert "gone.xml: line 1" in document.left_out[0].reason


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (f"<assessmentTest {V2}/>", "only names its questions"),
        (
            zipped({"imsmanifest.xml": "<manifest><resources/></manifest>"}),
            "names no QTI 2 or QTI 3",
        ),
    ],
)
def test_what_holds_no_items_is_refused(data, words):
    with pytest.raises(Unreadable, match=words):
        read(data, "a.xml")
