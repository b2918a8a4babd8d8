"""Now, or a date and a time on the person's own clock."""

from datetime import UTC, datetime

from django import forms
from django.utils import timezone

from accounts.models import User
from interview import rules
from reminders import local_time
from web import clock

DATE = {"required": "Give a date.", "invalid": "Write the date as 2027-01-31."}
TIME = {"required": "Give a time.", "invalid": "Write the time as 18:30."}


class MoveForm(forms.Form):
    """A date and a time. The zone is the person's; the days when clocks change are dealt with."""

    date = forms.DateField(
        error_messages=DATE,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
    )
    time = forms.TimeField(
        error_messages=TIME,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        input_formats=["%H:%M", "%H:%M:%S"],
    )

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self._meant: local_time.Instant | None = None

    @property
    def zone_in_words(self) -> str:
        """The zone the fields are read in, and its offset today."""
        return local_time.zone_in_words(timezone.now(), self.user.zone)

    def clean(self) -> dict:
        facts = super().clean()
        if facts.get("date") and facts.get("time") is not None:
            wall = datetime.combine(facts["date"], facts["time"].replace(second=0))
            self._meant = _instant_of(wall, self.user)
            if reason := rules.why_not_schedule(self._meant.at, at=clock.now()):
                raise forms.ValidationError(reason)
        return facts

    def instant(self) -> datetime | None:
        """When it is to be, in UTC; None means now."""
        return self._meant.at if self._meant else None

    def note(self) -> str:
        """What the person should know when the clocks change just then; mostly nothing."""
        if self._meant is None or not (self._meant.skipped or self._meant.repeated):
            return ""
        when = local_time.spoken(self._meant.at, self.user.zone)
        if self._meant.skipped:
            return f"The clocks go forward then and skip that time. Planned for {when}."
        return f"The clocks go back then, so that time comes twice. Planned for the first: {when}."


class ScheduleForm(MoveForm):
    """The same on the set-up pages, where “now” is the usual answer."""

    # Date and time are asked for only when “Later” is chosen; the browser must not insist on them.
    use_required_attribute = False

    when = forms.ChoiceField(
        choices=[("now", "Now"), ("later", "Later")], initial="now", widget=forms.RadioSelect
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["when", "date", "time"])
        if self.is_bound and self["when"].value() != "later":
            self.fields["date"].required = self.fields["time"].required = False

    def clean(self) -> dict:
        facts = super().clean()
        if facts.get("when") == "now" and self._meant:
            # The clock of an exam must not start by mistake.
            self._meant = None
            raise forms.ValidationError(
                "You gave a date and a time, but chose “Now”. Choose “Later”, or empty them."
            )
        return facts


def _instant_of(wall: datetime, user: User) -> local_time.Instant:
    """The instant; at the ends of the calendar, where zones have no day left, the wall's own."""
    try:
        return local_time.instant_of(wall, user.zone)
    except OverflowError:
        return local_time.Instant(wall.replace(tzinfo=UTC))
