"""Reminders, calendar feeds and the mail of a site under development."""

from tests.access.cast import GET, POST, Row, everyone, mine, people

ROWS = [
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
]  # fmt: skip
