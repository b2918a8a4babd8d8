"""The library, and pages about Greenroom itself."""

from tests.access.cast import GET, HOME, Row, everyone, people

ROWS = [
    Row(GET, "web:landing", (200, *(HOME,) * 5)),
    Row(GET, "web:health", everyone(200)),
    Row(GET, "web:privacy", everyone(200)),
    Row(GET, "web:signed_in", people(200)),
    Row(GET, "questions:browse", everyone(200)),
    Row(GET, "questions:sets", everyone(200)),
    Row(GET, "questions:set", everyone(200), of="a_set"),
    Row(GET, "questions:question", everyone(200), of="a_question"),
]  # fmt: skip
