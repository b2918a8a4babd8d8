"""Interviews, from setting one up to its review."""

import uuid

from tests.access.cast import GET, HOME, POST, Row, everyone, mine, people

SAVE = {"text": "It averages.", "base": 0, "writer": str(uuid.UUID(int=1)), "count": 1}
KEY = {"request_key": str(uuid.UUID(int=7))}
NOW = {"mode": "exam", "when": "now", **KEY}
DAY = {"date": "2199-01-31", "time": "18:30"}  # well formed, and refused: nobody plans that far

ROWS = [
    # Set up
    Row(GET, "interview:home", people(200)),
    Row(GET, "interview:compose", people(200)),
    Row(POST, "interview:compose", people(302), of="", data={**NOW, "minutes": 30}),
    Row(POST, "interview:fit", people(200), data={**NOW, "minutes": 30}),
    Row(GET, "interview:set_up", people(200), of="a_set"),
    Row(POST, "interview:set_up", people(302), of="a_set", data=NOW),
    Row(POST, "interview:try_now", everyone(302)),
    Row(POST, "interview:practise_one", people(302), of="a_question"),
    Row(POST, "interview:practise_area", people(302), of="an_area", data=KEY),
    Row(GET, "interview:ready", mine(200), of="planned"),
    Row(POST, "interview:start", mine(302), of="planned"),
    # Scheduled
    Row(GET, "interview:move", mine(200), of="planned"),
    Row(POST, "interview:move", mine(422), of="planned", data=DAY),
    Row(POST, "interview:cancel", mine(HOME), of="planned"),
    Row(GET, "interview:calendar", mine(200), of="planned"),
    # The room
    Row(POST, "interview:preview", people(200), data={"text": "*so*"}),
    Row(GET, "interview:room", mine(200), of="running"),
    Row(GET, "interview:clock", mine(200), of="running"),
    Row(
        POST, "interview:save", mine(200), of="running_question", as_json=True,
        data={**SAVE, "seconds_used": 3},
    ),
    Row(
        POST, "interview:save_tried", mine(200), of="running_fault", as_json=True,
        data={**SAVE, "seconds_used": 3},
    ),
    Row(GET, "interview:text", mine(200), of="running_question"),
    Row(POST, "interview:settle", mine(200), of="running_question"),
    Row(POST, "interview:visit", mine(204), of="running_question", data={"seconds_used": 3}),
    Row(POST, "interview:flag", mine(204), of="running_question", data={"flagged": "1"}),
    Row(POST, "interview:hint", mine(302), of="running_question", data={"number": "1"}),
    Row(POST, "interview:ask", mine(302), of="running_fault", data={"number": "1"}),
    Row(POST, "interview:framework", mine(302), of="running_question"),
    Row(POST, "interview:pause", mine(302), of="running"),
    Row(POST, "interview:resume", mine(302), of="running"),
    Row(POST, "interview:finish", mine(302), of="running"),
    # Afterwards
    Row(GET, "interview:estimate", mine(200), of="not_estimated"),
    Row(POST, "interview:estimate", mine(422), of="not_estimated"),
    Row(GET, "interview:review", mine(200), of="marked"),
    Row(GET, "interview:judge", mine(200), of="marked"),
    Row(POST, "interview:judge", mine(422), of="marked", data={"dim-intuition": "5"}),
    Row(GET, "interview:download", mine(200), of="marked"),
    Row(POST, "interview:correct", mine(422), of="marked_question"),
    Row(POST, "interview:score_again", mine(302), of="marked_question"),
    Row(GET, "interview:replay", mine(200), of="marked_question"),
    Row(GET, "interview:history", people(200)),
]  # fmt: skip
