"""What is typed about times one offers."""

from datetime import datetime

from django import forms

from accounts.models import User
from groups.meeting_forms import members
from groups.models import Group
from groups.slot_rules import MOST_TIMES
from interview.schedule_form import MoveForm


class OfferForm(forms.Form):
    partner = forms.ModelChoiceField(
        User.objects.none(), required=False, label="To whom", empty_label="Whoever is first"
    )
    note = forms.CharField(required=False, max_length=200, label="A word with it")

    def __init__(self, *args, group: Group, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = members(group).exclude(pk=user.pk)


class TimeForm(MoveForm):
    """One of the times. All but the first may stay empty."""

    use_required_attribute = False

    def __init__(self, *args, number: int, **kwargs) -> None:
        super().__init__(*args, prefix=f"time-{number}", **kwargs)
        self.fields["date"].label, self.fields["time"].label = f"Day {number}", f"Time {number}"
        self.number = number
        typed = [self[name].value() for name in ("date", "time")]
        if number > 1 and not any(typed):
            self.fields["date"].required = self.fields["time"].required = False


class TimesForm:
    """The rows of times, read together."""

    def __init__(self, data, *, user: User) -> None:
        numbers = range(1, MOST_TIMES + 1)
        self.rows = [TimeForm(data, number=number, user=user) for number in numbers]
        self.is_bound = self.rows[0].is_bound

    def is_valid(self) -> bool:
        """Each row is asked, so that each says what is wrong with it."""
        return not [row.number for row in self.rows if not row.is_valid()]

    def instants(self) -> list[datetime]:
        return [found for row in self.rows if (found := row.instant())]


class TakeForm(forms.Form):
    """Which of the times, by its id."""

    time = forms.IntegerField(min_value=1)
