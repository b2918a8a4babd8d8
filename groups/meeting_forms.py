"""What is typed about a meeting."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django import forms

from accounts.models import User
from groups import papers
from groups.meeting_actions import Plan
from groups.models import Attendance, Group, Meeting, MeetingKind
from groups.models.meetings import LONGEST_MINUTES
from groups.recurrence import MOST_TIMES, Every, Rule
from interview.schedule_form import MoveForm

REPEATS = [
    ("", "Once"),
    (Every.WEEK, "Every week"),
    (Every.FORTNIGHT, "Every second week"),
    (Every.MONTH, "Every month, on the same weekday"),
]
SCOPES = [("one", "Only this meeting"), ("following", "This and all that follow")]


class PlanForm(MoveForm):
    """A new meeting. Date and time are on the clock of whoever plans it."""

    kind = forms.ChoiceField(choices=MeetingKind, label="What it is")
    title = forms.CharField(
        max_length=120, required=False, label="Title", help_text="Empty: its kind is its title."
    )
    minutes = forms.IntegerField(
        min_value=5, max_value=LONGEST_MINUTES, initial=90, label="Minutes"
    )
    partner = forms.ModelChoiceField(
        User.objects.none(),
        required=False,
        label="With",
        empty_label="Everybody in the group",
        help_text="A mock interview of two takes 90 minutes: 45 each, and you swap.",
    )
    repeats = forms.ChoiceField(choices=REPEATS, required=False, label="Repeats")
    times = forms.IntegerField(
        min_value=1,
        max_value=MOST_TIMES,
        required=False,
        label="How many times",
        help_text="Empty: it goes on until somebody ends it.",
    )
    agenda = forms.CharField(
        required=False,
        max_length=4000,
        label="Agenda",
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    field_order = ["kind", "title", "date", "time", "minutes", "partner", "repeats", "times"]

    def __init__(self, *args, group: Group, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = members(group).exclude(pk=self.user.pk)
        for name in ("date", "time"):
            self.fields[name].label = name.capitalize()
        self.fields["time"].help_text = f"On your clock {self.zone_in_words}."

    def clean_title(self) -> str:
        """One line: it goes into subjects of mails."""
        return " ".join(self.cleaned_data["title"].split())

    def clean(self) -> dict:
        facts = super().clean()
        if facts.get("partner") and facts.get("kind") != MeetingKind.MOCK:
            self.add_error("partner", "Only a mock interview is for two.")
        if facts.get("partner") and facts.get("repeats"):
            self.add_error("repeats", "A mock interview for two is planned once at a time.")
        if facts.get("times") and not facts.get("repeats"):
            self.add_error("times", "Say how often it repeats, or leave this empty.")
        return facts

    def plan(self, *, kind: str = "") -> Plan:
        """What the form says; `kind` where the form does not ask for it."""
        facts = self.cleaned_data
        kind = kind or facts["kind"]
        rule = None
        if facts.get("repeats"):
            rule = Rule(Every(facts["repeats"]), times=facts["times"])
        return Plan(
            kind=kind,
            title=facts["title"] or MeetingKind(kind).label,
            minutes=facts["minutes"],
            wall=datetime.combine(facts["date"], facts["time"].replace(second=0)),
            zone=self.user.time_zone,
            agenda=facts["agenda"],
            rule=rule,
            partner=facts.get("partner"),
        )


@dataclass(frozen=True)
class Wall:
    """The clock that a meeting was planned by, whoever changes it."""

    time_zone: str

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


class EditForm(PlanForm):
    """Another time or other words. What repeats is changed for one meeting or from it on."""

    scope = forms.ChoiceField(
        choices=SCOPES, initial="one", widget=forms.RadioSelect, label="Which"
    )
    field_order = ["title", "date", "time", "minutes", "agenda", "scope", "repeats", "times"]

    def __init__(self, *args, meeting: Meeting, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.user = Wall(meeting.zone)
        self.fields["time"].help_text = f"On a clock {self.zone_in_words}."
        del self.fields["kind"], self.fields["partner"]
        if meeting.series_id is None:
            del self.fields["scope"], self.fields["repeats"], self.fields["times"]
        else:
            self.fields["repeats"].choices = REPEATS[1:]
            self.fields["repeats"].help_text = "For this meeting and all that follow."

    @property
    def following(self) -> bool:
        return self.cleaned_data.get("scope") == "following"


def on_the_wall(meeting: Meeting) -> dict:
    """What the fields of EditForm show first."""
    local = meeting.starts_at.astimezone(ZoneInfo(meeting.zone))
    facts = {name: getattr(meeting, name) for name in ("title", "minutes", "agenda")}
    if meeting.series:
        rule = Rule.from_text(meeting.series.rule)
        facts |= {"repeats": rule.every.value, "times": rule.times}
    return facts | {"date": local.date(), "time": local.time()}


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(choices=Attendance.Answer)
    carries = forms.BooleanField(required=False)


class ScopeForm(forms.Form):
    """Which meetings of a row are called off."""

    scope = forms.ChoiceField(choices=SCOPES, required=False)

    @property
    def following(self) -> bool:
        return self.cleaned_data.get("scope") == "following"


class PresenterForm(forms.Form):
    presenter = forms.ModelChoiceField(
        User.objects.none(), required=False, label="Who presents", empty_label="Whose turn it is"
    )
    paper = forms.ChoiceField(required=False, label="Paper")

    def __init__(self, *args, group: Group, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["presenter"].queryset = members(group)
        titles = [(one.slug, one.title) for one in papers.reading_list().values()]
        self.fields["paper"].choices = [("", "The next of the reading list"), *titles]


class ThereForm(forms.Form):
    """Who is there: oneself, unless somebody else is named."""

    user = forms.ModelChoiceField(User.objects.none(), required=False)

    def __init__(self, *args, group: Group, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = members(group)


def members(group: Group):
    """Who is in the group now."""
    return User.objects.filter(circle_memberships__circle=group.pk).order_by("display_name", "pk")
