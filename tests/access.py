"""Who gets what at every address of the site.

The cast: nobody logged in; a guest; the owner (Alice, whose things these are); her partner (Bob,
an observer at her interviews); a stranger; the curator of the library.
"""

import json
import uuid
from dataclasses import dataclass, field

CAST = ("anonymous", "guest", "owner", "partner", "stranger", "curator")

# What an answer is called when it sends a person elsewhere; any other redirect is 302.
LOGIN, CLAIM, HOME, AGAIN = "log in", "claim", "home", "log in again"

SAVE = {"text": "It averages.", "base": 0, "writer": str(uuid.UUID(int=1)), "count": 1}


@dataclass(frozen=True)
class Row:
    """One address and method: what each of the cast gets. `of` names a thing of the
    stage (`tests/stage.py`)."""

    method: str
    name: str
    gets: tuple
    of: str = ""
    data: dict = field(default_factory=dict)
    as_json: bool = False

    def __str__(self) -> str:
        return f"{self.method} {self.name}"

    @property
    def body(self) -> dict:
        """What the test client needs to send it."""
        if self.as_json:
            return {"data": json.dumps(self.data), "content_type": "application/json"}
        return {"data": self.data}


def everyone(code) -> tuple:
    return (code,) * 6


def visitors(code, *, members=HOME) -> tuple:
    """A page for people who are not logged in."""
    return (code, CLAIM, *(members,) * 4)


def people(code) -> tuple:
    """Whoever is logged in, guests too: the page is about themselves."""
    return (LOGIN, *(code,) * 5)


def members(code) -> tuple:
    """People with an account; a guest is shown how to get one."""
    return (LOGIN, CLAIM, *(code,) * 4)


def mine(code) -> tuple:
    """The owner, and nobody else: for all others it does not exist."""
    return (LOGIN, 404, code, 404, 404, 404)


def kept(code) -> tuple:
    """In a room for people with an account: whose it is; a guest is shown how to get one."""
    return (LOGIN, CLAIM, code, 404, 404, 404)


def in_group(code) -> tuple:
    """The owner of a group and a member of it, her partner."""
    return (LOGIN, CLAIM, code, code, 404, 404)


def in_charge(code) -> tuple:
    """The owner of a group; to somebody who is a member of it the product says no."""
    return (LOGIN, CLAIM, code, 409, 404, 404)


def my_passkey(code) -> tuple:
    return (LOGIN, CLAIM, code, 404, 404, 404)


GET, POST = "GET", "POST"
KEY = {"request_key": str(uuid.UUID(int=7))}
NOW = {"mode": "exam", "when": "now", **KEY}
DAY = {"date": "2199-01-31", "time": "18:30"}  # well formed, and refused: nobody plans that far

TABLE = [
    Row(GET, "web:landing", (200, *(HOME,) * 5)),
    Row(GET, "web:health", everyone(200)),
    Row(GET, "web:privacy", everyone(200)),
    Row(GET, "web:signed_in", people(200)),
    # The library is open to read
    Row(GET, "questions:browse", everyone(200)),
    Row(GET, "questions:sets", everyone(200)),
    Row(GET, "questions:set", everyone(200), of="a_set"),
    Row(GET, "questions:question", everyone(200), of="a_question"),
    # So is the study desk; cards are one's own
    Row(GET, "study:today", people(200)),
    Row(GET, "study:cards", people(200)),
    Row(GET, "study:session", people(200)),
    Row(POST, "study:undo_card", people(302)),
    Row(POST, "study:more_cards", people(302)),
    Row(POST, "study:add_cards", people(302)),
    Row(GET, "study:wanting", people(200)),
    Row(POST, "study:wanting", people(302)),
    Row(GET, "study:write_card", people(200)),
    Row(POST, "study:write_card", people(422)),
    Row(GET, "study:card_list", people(200)),
    Row(GET, "study:card_figures", people(200)),
    Row(GET, "study:desk", people(200)),
    Row(POST, "study:desk", people(422)),
    Row(POST, "study:rate_card", mine(422), of="a_card"),
    Row(POST, "study:bury_card", mine(302), of="a_card"),
    Row(POST, "study:suspend_card", mine(302), of="a_card"),
    Row(POST, "study:resume_card", mine(302), of="a_card"),
    Row(GET, "study:edit_card", mine(200), of="a_card"),
    Row(POST, "study:edit_card", mine(422), of="a_card"),
    Row(POST, "study:delete_card", mine(302), of="a_card"),
    # The progress grid is one's own too; its concepts are everybody's
    Row(GET, "study:grid", people(200)),
    Row(POST, "study:tap", people(422)),
    Row(POST, "study:grid_many", people(422)),
    Row(POST, "study:compress_grid", people(409)),
    Row(GET, "study:grid_history", people(200)),
    Row(GET, "study:grid_csv", people(200)),
    Row(POST, "study:undo_grid", mine(302), of="a_grid_change"),
    Row(GET, "study:grid_concept", people(200), of="a_concept"),
    Row(POST, "study:keep_box", people(422), of="a_concept"),
    Row(POST, "study:keep_note", people(302), of="a_concept"),
    Row(POST, "study:shift_row", people(302), of="a_concept"),
    Row(GET, "study:index", everyone(200)),
    Row(GET, "study:concepts", everyone(200)),
    Row(GET, "study:weak_spots", everyone(200)),
    Row(GET, "study:failures", everyone(200)),
    Row(GET, "study:formulas", everyone(200)),
    Row(GET, "study:choosing", everyone(200)),
    Row(GET, "study:reading", everyone(200)),
    Row(GET, "study:checklists", everyone(200)),
    Row(GET, "study:mistakes", everyone(200)),
    Row(GET, "study:cases", everyone(200)),
    Row(GET, "study:plans", everyone(200)),
    Row(GET, "study:plan", everyone(200), of="a_plan"),
    # The workbench
    Row(GET, "workbench:home", members(200)),
    Row(GET, "workbench:threads", members(200)),
    Row(GET, "workbench:talk", members(200), of="a_question"),
    Row(POST, "workbench:talk", members(422), of="a_question"),
    Row(GET, "workbench:thread", kept(200), of="a_thread"),
    Row(POST, "workbench:reply", kept(302), of="a_thread", data={"text": "So?"}),
    Row(POST, "workbench:settle", kept(422), of="a_thread"),
    Row(GET, "workbench:export", members(200)),
    Row(GET, "workbench:download", members(422), data={"what": "set", "format": "json"}),
    Row(GET, "workbench:print", members(422), data={"what": "set", "format": "json"}),
    Row(GET, "workbench:questions", members(200)),
    Row(GET, "workbench:edits", members(200)),
    Row(POST, "workbench:edits", members(422)),
    Row(POST, "workbench:undo", kept(302), of="own_edit"),
    Row(POST, "workbench:save_filter", members(302), data={"name": "Mine", "query": "q=x"}),
    Row(POST, "workbench:forget_filter", kept(302), of="own_filter"),
    Row(GET, "workbench:sets", members(200)),
    Row(GET, "workbench:new_set", members(200)),
    Row(POST, "workbench:new_set", members(302), data={"title": "Mine", "minutes": 30}),
    Row(GET, "workbench:import_start", members(200)),
    Row(POST, "workbench:import_start", members(302), data={"text": "Q: Why?\nA: So."}),
    Row(POST, "workbench:import_put_away", members(302)),
    Row(GET, "workbench:import_review", kept(200), of="an_import"),
    Row(POST, "workbench:import_save", kept(302), of="an_import"),
    Row(POST, "workbench:import_delete", kept(302), of="an_import"),
    Row(POST, "workbench:import_again", kept(302), of="an_imported_file"),
    Row(GET, "workbench:import_columns", kept(200), of="an_imported_file"),
    Row(POST, "workbench:import_columns", kept(422), of="an_imported_file"),
    Row(POST, "workbench:candidate_many", kept(422), of="an_import"),
    Row(POST, "workbench:candidate_edit", kept(422), of="a_candidate", data={"prompt": ""}),
    Row(POST, "workbench:candidate_drop", kept(302), of="a_candidate", data={"dropped": "1"}),
    Row(POST, "workbench:candidate_decide", kept(422), of="a_candidate"),
    Row(POST, "workbench:candidate_split", kept(422), of="a_candidate"),
    Row(POST, "workbench:candidate_merge", kept(409), of="a_candidate"),
    Row(GET, "workbench:set", kept(200), of="own_set"),
    Row(GET, "workbench:set_facts", kept(200), of="own_set"),
    Row(POST, "workbench:set_facts", kept(422), of="own_set", data={"title": "", "minutes": 30}),
    Row(POST, "workbench:duplicate", members(302), of="a_set"),
    Row(POST, "workbench:delete_set", kept(302), of="own_set"),
    Row(POST, "workbench:share_set", kept(302), of="own_set", data={"how": "link"}),
    Row(POST, "workbench:invite_set_editor", kept(422), of="own_set", data={"email": "no"}),
    Row(POST, "workbench:withdraw_set_invitation", kept(302), of="own_item"),
    Row(POST, "workbench:remove_set_editor", kept(302), of="own_item"),
    Row(GET, "workbench:print_set", kept(200), of="own_set"),
    Row(POST, "workbench:add_question", kept(409), of="own_set", data={"question": "nothing"}),
    Row(POST, "workbench:add_draw", kept(422), of="own_set", data={"count": "none"}),
    Row(POST, "workbench:draw_reach", kept(200), of="own_set", data={"count": 1}),
    Row(POST, "workbench:order", kept(302), of="own_set"),
    Row(GET, "workbench:question_statistics", kept(200), of="my_question"),
    Row(GET, "workbench:set_statistics", kept(200), of="own_set"),
    Row(GET, "workbench:queue", members(200)),
    Row(POST, "workbench:snooze", kept(422), of="a_reason", data={"note": ""}),
    Row(POST, "workbench:wake", kept(302), of="a_reason"),
    Row(GET, "workbench:item", kept(200), of="own_item"),
    Row(POST, "workbench:item", kept(422), of="own_item", data={"minutes": "many"}),
    Row(POST, "workbench:move_item", kept(302), of="own_item", data={"to": "up"}),
    Row(POST, "workbench:remove_item", kept(302), of="own_item"),
    # A share link is open to anyone
    Row(GET, "workbench:set_link", everyone(200), of="a_link"),
    Row(POST, "workbench:take_set", everyone(302), of="a_link"),
    Row(GET, "workbench:new_question", members(200)),
    Row(POST, "workbench:new_question", members(422)),
    Row(POST, "workbench:preview", members(200)),
    Row(POST, "workbench:try_it", members(200)),
    Row(POST, "workbench:fork", members(302), of="a_question"),
    Row(GET, "workbench:question_sharing", kept(200), of="my_question"),
    Row(POST, "workbench:share_question", kept(302), of="my_question", data={"how": "link"}),
    Row(POST, "workbench:invite_editor", kept(422), of="my_question", data={"email": "no"}),
    Row(POST, "workbench:withdraw_invitation", kept(302), of="my_version"),
    Row(POST, "workbench:remove_editor", kept(302), of="my_version"),
    Row(POST, "workbench:answer_invitation", kept(302), of="an_invitation"),
    Row(GET, "workbench:question_link", everyone(200), of="a_question_link"),
    Row(POST, "workbench:practise_shared", everyone(302), of="a_question_link"),
    Row(POST, "workbench:question_status", kept(302), of="my_question", data={"status": "draft"}),
    Row(GET, "workbench:question", kept(200), of="my_question"),
    Row(POST, "workbench:question", kept(422), of="my_question"),
    Row(GET, "workbench:question_versions", kept(200), of="my_question"),
    Row(POST, "workbench:restore", kept(302), of="my_version"),
    # Groups
    Row(GET, "groups:home", members(200)),
    Row(POST, "groups:home", members(422)),
    Row(GET, "groups:group", in_group(200), of="a_group"),
    # Interviews shared, and marks between people
    Row(GET, "marking:home", members(200)),
    Row(GET, "marking:readers", kept(200), of="marked"),
    Row(POST, "marking:readers", kept(422), of="marked"),
    Row(POST, "marking:revoke", kept(302), of="a_share"),
    Row(GET, "marking:share", in_group(200), of="a_share"),
    Row(GET, "marking:link", everyone(200), of="an_interview_link"),
    Row(GET, "groups:settings", in_group(200), of="a_group"),
    Row(POST, "groups:settings", in_group(422), of="a_group", data={"name": ""}),
    Row(POST, "groups:archive", in_charge(302), of="a_group"),
    Row(POST, "groups:reopen", in_charge(302), of="a_group"),
    Row(GET, "groups:shared", in_group(200), of="a_group"),
    Row(POST, "groups:put_out_set", in_charge(302), of="a_set_of_the_group"),
    Row(POST, "groups:put_out_question", in_charge(302), of="a_question_of_the_group"),
    Row(GET, "groups:challenges", in_group(200), of="a_group"),
    Row(GET, "groups:new_challenge", in_group(200), of="a_group"),
    Row(POST, "groups:new_challenge", in_group(422), of="a_group"),
    Row(GET, "groups:challenge", in_group(200), of="a_challenge"),
    Row(POST, "groups:enter", in_group(302), of="a_challenge"),
    # Nobody has entered it
    Row(POST, "groups:begin", in_group(409), of="a_challenge"),
    Row(POST, "groups:step_out", in_group(302), of="a_challenge"),
    Row(GET, "groups:points", in_group(200), of="a_group"),
    Row(POST, "groups:points", in_group(302), of="a_group"),
    Row(GET, "groups:people", in_group(200), of="a_group"),
    Row(POST, "groups:role", in_charge(302), of="a_member", data={"role": "organiser"}),
    Row(POST, "groups:remove", in_charge(302), of="a_member"),
    Row(GET, "groups:hand_over", in_group(200), of="a_group"),
    Row(POST, "groups:hand_over", in_group(422), of="a_group"),
    Row(POST, "groups:leave", (LOGIN, CLAIM, 409, 302, 404, 404), of="a_group"),
    Row(POST, "groups:invite", in_charge(302), of="a_group", data={"lasts": "week"}),
    Row(POST, "groups:take_back", in_charge(302), of="a_group_link"),
    Row(POST, "groups:answer", in_charge(302), of="a_request", data={"answer": "yes"}),
    # A link into a group is open to anyone; joining takes an account
    Row(GET, "groups:join", everyone(200), of="a_way_in"),
    Row(POST, "groups:join", members(302), of="a_way_in"),
    # Meetings: Bob, who is in the group, does not change what Alice planned
    Row(GET, "groups:meetings", in_group(200), of="a_group"),
    Row(GET, "groups:plan", in_group(200), of="a_group"),
    Row(POST, "groups:plan", in_group(422), of="a_group"),
    Row(GET, "groups:meeting", in_group(200), of="a_meeting"),
    Row(GET, "groups:edit_meeting", (LOGIN, CLAIM, 200, 409, 404, 404), of="a_meeting"),
    Row(POST, "groups:edit_meeting", (LOGIN, CLAIM, 422, 409, 404, 404), of="a_meeting"),
    Row(POST, "groups:cancel_meeting", (LOGIN, CLAIM, 302, 409, 404, 404), of="a_meeting"),
    Row(POST, "groups:answer_meeting", in_group(302), of="a_meeting", data={"answer": "no"}),
    Row(POST, "groups:there", in_group(409), of="a_meeting"),
    Row(POST, "groups:present", (LOGIN, CLAIM, 302, 409, 404, 404), of="a_meeting"),
    Row(GET, "groups:meeting_calendar", in_group(200), of="a_meeting"),
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
    Row(POST, "groups:pairs", (LOGIN, CLAIM, 302, 409, 404, 404), of="a_mock"),
    Row(POST, "groups:choose", (LOGIN, CLAIM, 409, 409, 404, 404), of="a_half"),
    Row(POST, "groups:alone", (LOGIN, CLAIM, 409, 409, 404, 404), of="a_half"),
    # Alice asks Bob: he sits, and the page she follows on does not exist for him
    Row(GET, "groups:live", kept(200), of="a_conducted"),
    Row(POST, "groups:notes", kept(422), of="a_conducted"),
    Row(GET, "groups:slots", in_group(200), of="a_group"),
    Row(POST, "groups:slots", in_group(422), of="a_group"),
    Row(POST, "groups:take", (LOGIN, CLAIM, 409, 409, 404, 404), of="an_offer"),
    Row(POST, "groups:decline", (LOGIN, CLAIM, 409, 302, 404, 404), of="an_offer"),
    Row(POST, "groups:withdraw", (LOGIN, CLAIM, 302, 409, 404, 404), of="an_offer"),
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
    Row(GET, "interview:text", mine(200), of="running_question"),
    Row(POST, "interview:settle", mine(200), of="running_question"),
    Row(POST, "interview:visit", mine(204), of="running_question", data={"seconds_used": 3}),
    Row(POST, "interview:flag", mine(204), of="running_question", data={"flagged": "1"}),
    Row(POST, "interview:hint", mine(302), of="running_question", data={"number": "1"}),
    Row(POST, "interview:pause", mine(302), of="running"),
    Row(POST, "interview:resume", mine(302), of="running"),
    Row(POST, "interview:finish", mine(302), of="running"),
    # Afterwards
    Row(GET, "interview:estimate", mine(200), of="not_estimated"),
    Row(POST, "interview:estimate", mine(422), of="not_estimated"),
    Row(GET, "interview:review", mine(200), of="marked"),
    Row(GET, "interview:download", mine(200), of="marked"),
    Row(POST, "interview:correct", mine(422), of="marked_question"),
    Row(POST, "interview:score_again", mine(302), of="marked_question"),
    Row(GET, "interview:replay", mine(200), of="marked_question"),
    Row(GET, "interview:history", people(200)),
    # Reminders
    Row(GET, "reminders:inbox", people(200)),
    Row(POST, "reminders:read_all", people(302)),
    Row(POST, "reminders:read", mine(302), of="notice"),
    Row(POST, "reminders:snooze", mine(302), of="notice", data={"until": "hour"}),
    Row(POST, "reminders:mute", mine(302), of="notice"),
    Row(GET, "reminders:choices", people(200)),
    Row(POST, "reminders:choices", people(422), data={"digest_at": "never"}),
    Row(POST, "reminders:send_test", people(302)),
    Row(POST, "reminders:resume", people(302)),
    Row(POST, "reminders:unmute", mine(302), of="a_mute"),
    Row(POST, "reminders:renew_feed", people(302), data={"scope": "everything"}),
    Row(POST, "reminders:revoke_feed", mine(302), of="a_feed"),
    Row(GET, "reminders:feed", everyone(200), of="feed_link"),
    Row(GET, "reminders:unsubscribe", everyone(200), of="unsubscribing"),
    Row(POST, "reminders:unsubscribe", everyone(200), of="unsubscribing"),
    Row(GET, "dev_mail", everyone(200)),
    Row(GET, "dev_mail_message", everyone(200), of="mail"),
    Row(GET, "dev_mail_part", everyone(200), of="mail_part"),
    # The account
    Row(GET, "accounts:settings", people(200)),
    Row(POST, "accounts:settings", people(422), data={"theme": "pink"}),
    Row(POST, "accounts:time_zone", people(204), data={"time_zone": "Asia/Tokyo"}),
    Row(GET, "accounts:claim", (LOGIN, 200, *(302,) * 4)),
    Row(POST, "accounts:claim", (LOGIN, 422, *(302,) * 4), data={"email": "nonsense"}),
    Row(POST, "accounts:log_in_instead", (LOGIN, LOGIN, *(302,) * 4)),
    Row(POST, "accounts:back_as_guest", (302, *(HOME,) * 5)),
    Row(GET, "accounts:export", people(200)),
    Row(GET, "accounts:delete", people(200)),
    Row(POST, "accounts:delete", people(422), data={"word": "perhaps"}),
    # Allauth's pages
    Row(GET, "account_login", visitors(200)),
    Row(POST, "account_login", visitors(200), data={"login": "a@example.org", "password": "x"}),
    Row(GET, "account_logout", (302, 200, 200, 200, 200, 200)),
    Row(POST, "account_logout", everyone(302)),
    Row(GET, "account_signup", visitors(200)),
    Row(POST, "account_signup", visitors(200), data={"email": "nonsense"}),
    Row(GET, "account_inactive", visitors(200, members=200)),
    Row(GET, "account_reauthenticate", members(200)),
    Row(POST, "account_reauthenticate", members(200), data={"password": "wrong"}),
    Row(GET, "account_email", members(200)),
    Row(POST, "account_email", members(200), data={"action_add": "", "email": "nonsense"}),
    Row(GET, "account_email_verification_sent", visitors(200, members=200)),
    Row(GET, "account_confirm_email", visitors(200, members=200), of="confirming"),
    Row(POST, "account_confirm_email", (LOGIN, CLAIM, HOME, *(LOGIN,) * 3), of="confirming"),
    Row(GET, "account_change_password", members(200)),
    Row(POST, "account_change_password", members(200), data={"oldpassword": "wrong"}),
    Row(GET, "account_set_password", members(302)),
    Row(POST, "account_set_password", members(302)),
    Row(GET, "account_reset_password", visitors(200, members=200)),
    Row(POST, "account_reset_password", visitors(200, members=200), data={"email": "nonsense"}),
    Row(GET, "account_reset_password_done", visitors(200, members=200)),
    Row(GET, "account_reset_password_from_key", visitors(200, members=200), of="wrong_key"),
    Row(POST, "account_reset_password_from_key", visitors(200, members=200), of="wrong_key"),
    Row(GET, "account_reset_password_from_key_done", visitors(200, members=200)),
    Row(GET, "account_confirm_login_code", visitors(LOGIN)),
    Row(POST, "account_confirm_login_code", visitors(LOGIN)),
    # The second factor
    Row(GET, "mfa_index", members(200)),
    Row(GET, "mfa_authenticate", visitors(LOGIN)),
    Row(POST, "mfa_authenticate", visitors(LOGIN)),
    Row(GET, "mfa_reauthenticate", members(AGAIN)),
    Row(POST, "mfa_reauthenticate", members(AGAIN)),
    Row(GET, "mfa_activate_totp", members(200)),
    Row(POST, "mfa_activate_totp", members(200), data={"code": "000000"}),
    Row(GET, "mfa_deactivate_totp", members(404)),
    Row(POST, "mfa_deactivate_totp", members(404)),
    Row(GET, "mfa_view_recovery_codes", members(404)),
    Row(GET, "mfa_generate_recovery_codes", members(200)),
    Row(POST, "mfa_generate_recovery_codes", members(200)),
    Row(GET, "mfa_download_recovery_codes", members(404)),
    Row(GET, "mfa_list_webauthn", members(200)),
    Row(GET, "mfa_add_webauthn", members(200)),
    Row(POST, "mfa_add_webauthn", members(200)),
    Row(GET, "mfa_reauthenticate_webauthn", members(AGAIN)),
    Row(POST, "mfa_reauthenticate_webauthn", members(AGAIN)),
    Row(GET, "mfa_remove_webauthn", my_passkey(200), of="passkey"),
    Row(POST, "mfa_remove_webauthn", my_passkey(302), of="passkey"),
    Row(GET, "mfa_edit_webauthn", my_passkey(200), of="passkey"),
    Row(POST, "mfa_edit_webauthn", my_passkey(302), of="passkey", data={"name": "Key"}),
    Row(GET, "mfa_login_webauthn", visitors(LOGIN)),
    Row(POST, "mfa_login_webauthn", visitors(LOGIN)),
]  # fmt: skip
