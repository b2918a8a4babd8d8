"""What can be told, and which of a person's choices each of them respects.

A kind speaks of an appointment, which has a time and may come with a calendar file, or of a note
(`reminders/notes.py`), which has its own words. A category is what a person chooses by, and the
list they leave by one click.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Category:
    """Kinds that are chosen together."""

    name: str
    # In the table of choices.
    label: str
    # What comes under it.
    about: str
    # The list of mails as “Unsubscribe” speaks of it, after “Mail about …”.
    mail_about: str
    # How one is told who has chosen nothing, and by which ways of mail one can be.
    email: str = "now"
    ways: tuple[str, ...] = ("now", "digest", "off")

    @property
    def title(self) -> str:
        return f"Mail about {self.mail_about}"


# A calendar file, and fifteen minutes before: neither can wait for tomorrow's mail.
APPOINTMENTS = ("now", "off")
# Told once a day, at the hour of the daily mail.
A_DAY_AT_MOST = ("digest", "off")

INTERVIEWS = Category(
    "interviews",
    "Your interviews",
    "Planned, moved, cancelled; a day and 15 minutes before.",
    "your interviews",
    ways=APPOINTMENTS,
)
MEETINGS = Category(
    "meetings",
    "Meetings of your groups",
    "Planned, moved, cancelled, about to begin; whose turn it is.",
    "meetings of your groups",
    ways=APPOINTMENTS,
)
GROUPS = Category(
    "groups",
    "Groups and sharing",
    "Invitations, who joined, who asks to; what is shared with you.",
    "groups and what is shared with you",
    email="digest",
)
FEEDBACK = Category(
    "feedback",
    "Marks and second looks",
    "Marks that are ready, and a second look you asked for or are asked for.",
    "marks and second looks",
)
STUDY = Category(
    "study",
    "Study",
    "What there is to do at your desk, in one line a day at the hour of the daily mail; none when "
    "there is nothing.",
    "what there is to study",
    email="digest",
    ways=A_DAY_AT_MOST,
)
WORKBENCH = Category(
    "workbench",
    "Workbench",
    "Comments and disputes about questions you keep or have written about.",
    "questions you keep",
    email="digest",
)
SECURITY = Category(
    "security",
    "Your account",
    "What keeps your account and your mail in order. It cannot be switched off.",
    "your account",
    ways=("now",),
)
CATEGORIES = {
    category.name: category
    for category in (INTERVIEWS, MEETINGS, GROUPS, FEEDBACK, STUDY, WORKBENCH, SECURITY)
}


# The list of mails that are made of several things; one leaves it by leaving what it is made of.
SEVERAL = Category("several", "Several things", "", "what comes in the daily mail")


@dataclass(frozen=True)
class Kind:
    """One sort of reminder."""

    name: str
    # What it is, in the app's own list.
    label: str
    category: Category
    # One and many of them, for the daily mail's subject.
    counted: tuple[str, str]
    # The line a mailbox shows; `{title}` and, for an appointment, `{time}` are filled in.
    subject: str = "{title}"
    # It speaks of an appointment.
    appointment: bool = False
    # The first sentence of an appointment's mail; a note brings its own.
    lead: str = ""
    # The button of the mail, and a sentence after it.
    button: str = "Open it"
    after: str = ""
    # The user's field that must be on, beside the choice for the channel.
    choice: str | None = None
    # The iTIP method of the calendar file that goes with the mail, if any.
    calendar: str | None = None
    # It is told once a day in words made at that moment (`reminders/standing.py`), and its title
    # counts by itself.
    daily: bool = False

    @property
    def goes_alone(self) -> bool:
        """Its mail neither joins another nor counts among the three a day, and nothing mutes it."""
        return self.appointment or self.category in (SECURITY, SEVERAL)


SCHEDULED = "scheduled"
MOVED = "moved"
CANCELLED = "cancelled"
A_DAY_BEFORE = "a-day-before"
MINUTES_BEFORE = "15-minutes-before"

MEETING_ASKED = "meeting-asked"
MEETING_PLANNED = "meeting-planned"
MEETING_MOVED = "meeting-moved"
MEETING_CANCELLED = "meeting-cancelled"
MEETING_SOON = "meeting-soon"
TURN_PROPOSED = "turn-proposed"

GROUP_JOINED = "group-joined"
GROUP_ASKED = "group-asked"
GROUP_ANSWERED = "group-answered"
GROUP_CHALLENGE = "group-challenge"
GROUP_PACK = "group-pack"
SHARED_WITH_YOU = "shared-with-you"

CHECKLIST = "checklist-open"
MARKS_READY = "marks-ready"
SECOND_LOOK = "second-look"
STUDY_TODAY = "study-today"
COMMENT = "comment"
DISPUTE = "dispute"

MAIL_PAUSED = "mail-paused"
TEST = "test"
# Mails made of lines, each a row of its own: the one of the day, and what fell due together.
DIGEST = "digest"
MERGED = "merged"

_OWN_INTERVIEW = (
    Kind(
        SCHEDULED,
        "Invitation",
        INTERVIEWS,
        ("planned interview", "planned interviews"),
        "Planned: {title}, {time}",
        appointment=True,
        lead="Your interview is planned. The file with this mail puts it in your calendar.",
        after="Begin, move or cancel it there.",
        calendar="REQUEST",
    ),
    Kind(
        MOVED,
        "New time",
        INTERVIEWS,
        ("moved interview", "moved interviews"),
        "Moved: {title}, now {time}",
        appointment=True,
        lead="Your interview has a new time. The file with this mail moves it in your calendar.",
        after="Begin, move or cancel it there.",
        calendar="REQUEST",
    ),
    Kind(
        CANCELLED,
        "Cancellation",
        INTERVIEWS,
        ("cancelled interview", "cancelled interviews"),
        "Cancelled: {title}, {time}",
        appointment=True,
        lead="Your interview is cancelled, and so are its reminders. The file with this mail takes "
        "it out of your calendar.",
        button="",
        calendar="CANCEL",
    ),
    Kind(
        A_DAY_BEFORE,
        "A day before",
        INTERVIEWS,
        ("interview tomorrow", "interviews tomorrow"),
        "Coming up: {title}, {time}",
        appointment=True,
        lead="This is to remind you of your interview.",
        after="Begin, move or cancel it there.",
        choice="remind_a_day_before",
    ),
    Kind(
        MINUTES_BEFORE,
        "15 minutes before",
        INTERVIEWS,
        ("interview about to begin", "interviews about to begin"),
        "Soon: {title}, {time}",
        appointment=True,
        lead="Your interview is about to begin. The clock starts when you say so.",
        choice="remind_15_minutes_before",
    ),
)
_MEETINGS = (
    Kind(
        MEETING_PLANNED,
        "Meeting",
        MEETINGS,
        ("new meeting", "new meetings"),
        "Meeting: {title}, {time}",
        appointment=True,
        lead="A meeting is planned and you are asked to it. The file with this mail puts it in "
        "your calendar.",
        after="Say there whether you come.",
        calendar="REQUEST",
    ),
    Kind(
        MEETING_MOVED,
        "Meeting moved",
        MEETINGS,
        ("moved meeting", "moved meetings"),
        "Moved: {title}, now {time}",
        appointment=True,
        lead="A meeting has a new time. The file with this mail moves it in your calendar.",
        after="Say there whether you can come then.",
        calendar="REQUEST",
    ),
    Kind(
        MEETING_CANCELLED,
        "Meeting cancelled",
        MEETINGS,
        ("cancelled meeting", "cancelled meetings"),
        "Cancelled: {title}, {time}",
        appointment=True,
        lead="A meeting is cancelled. The file with this mail takes it out of your calendar.",
        button="",
        calendar="CANCEL",
    ),
    Kind(
        MEETING_SOON,
        "Meeting soon",
        MEETINGS,
        ("meeting to come", "meetings to come"),
        "Soon: {title}, {time}",
        appointment=True,
        lead="This is to remind you of a meeting of your group.",
    ),
    Kind(
        MEETING_ASKED, "Asked to a meeting", MEETINGS, ("meeting to answer", "meetings to answer")
    ),
    Kind(TURN_PROPOSED, "Your turn", MEETINGS, ("turn proposed", "turns proposed")),
)
_NOTES = (
    Kind(GROUP_JOINED, "New in a group", GROUPS, ("new member", "new members")),
    Kind(GROUP_ASKED, "Asks to join", GROUPS, ("request to join", "requests to join")),
    Kind(
        GROUP_ANSWERED,
        "Answer from a group",
        GROUPS,
        ("answer from a group", "answers from groups"),
    ),
    Kind(GROUP_CHALLENGE, "Challenge in a group", GROUPS, ("challenge", "challenges")),
    Kind(GROUP_PACK, "Pack in a group", GROUPS, ("pack to mark", "packs to mark")),
    Kind(SHARED_WITH_YOU, "Shared with you", GROUPS, ("thing shared", "things shared")),
    Kind(CHECKLIST, "Checklist", STUDY, ("checklist to do", "checklists to do")),
    Kind(MARKS_READY, "Marks ready", FEEDBACK, ("set of marks", "sets of marks")),
    Kind(SECOND_LOOK, "Second look", FEEDBACK, ("second look", "second looks")),
    Kind(STUDY_TODAY, "For today", STUDY, ("day of study", "days of study"), daily=True),
    Kind(COMMENT, "Comment", WORKBENCH, ("comment", "comments")),
    Kind(DISPUTE, "Dispute", WORKBENCH, ("dispute", "disputes")),
)
_ACCOUNT = (
    Kind(MAIL_PAUSED, "Mail to you is paused", SECURITY, ("notice", "notices")),
    Kind(TEST, "Test", SECURITY, ("test", "tests")),
)
_SEVERAL = (
    Kind(DIGEST, "Daily mail", SEVERAL, ("mail", "mails"), "Greenroom today: {title}"),
    Kind(MERGED, "One mail for several things", SEVERAL, ("mail", "mails"), "Greenroom: {title}"),
)
KINDS = {kind.name: kind for kind in (*_OWN_INTERVIEW, *_MEETINGS, *_NOTES, *_ACCOUNT, *_SEVERAL)}
