"""Interviews shared with others, and marks between people."""

from tests.access.cast import CLAIM, GET, LOGIN, POST, Row, everyone, in_group, kept, members

ROWS = [
    Row(GET, "marking:home", members(200)),
    Row(GET, "marking:readers", kept(200), of="marked"),
    Row(POST, "marking:readers", kept(422), of="marked"),
    Row(POST, "marking:revoke", kept(302), of="a_share"),
    Row(GET, "marking:share", in_group(200), of="a_share"),
    Row(GET, "marking:link", everyone(200), of="an_interview_link"),
    # Learning the scale
    Row(GET, "marking:calibration", members(200)),
    Row(POST, "marking:calibration", members(422)),
    Row(GET, "marking:calibration_severity", members(200)),
    Row(GET, "marking:calibration_examples", (LOGIN, CLAIM, 404, 404, 404, 200), of="a_question"),
    Row(GET, "marking:calibration_pack", kept(200), of="a_pack"),
    Row(POST, "marking:calibration_start", kept(302), of="a_pack"),
    Row(POST, "marking:calibration_delete", kept(302), of="a_pack"),
    Row(GET, "marking:calibration_run", kept(302), of="a_run"),
    Row(GET, "marking:calibration_answer", kept(200), of="an_answer_to_mark"),
    Row(POST, "marking:calibration_answer", kept(422), of="an_answer_to_mark"),
    Row(POST, "marking:calibration_finish", kept(409), of="a_run"),
    # Alice marks: the interview is her partner's, who has no sheet of his own.
    Row(GET, "marking:sheet", kept(200), of="a_sheet"),
    Row(POST, "marking:sheet", kept(422), of="a_sheet", data={"hand_in": "1"}),
    Row(POST, "marking:begin", kept(302), of="a_sheet"),
    Row(GET, "marking:side_by_side", kept(200), of="marked"),
    Row(GET, "marking:capsule", kept(422), of="marked"),
    Row(POST, "marking:say", in_group(422), of="a_shared_question"),
    Row(POST, "marking:reply", in_group(422), of="a_passage"),
    Row(POST, "marking:resolve", (LOGIN, CLAIM, 302, 409, 404, 404), of="a_passage"),
    Row(POST, "marking:ask_second_look", kept(422), of="a_shared_question"),
    Row(GET, "marking:second_look", in_group(200), of="a_second_look"),
    Row(POST, "marking:second_look", in_group(422), of="a_second_look"),
    Row(GET, "marking:why", kept(200), of="far_apart"),
    Row(POST, "marking:why", kept(422), of="far_apart"),
]  # fmt: skip
