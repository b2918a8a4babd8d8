"""What is typed and pressed about recall cards."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import F

from questions.importing.reading import LARGEST
from study.cards.away import FURTHEST, why_not
from study.cards.backlog import OVER
from study.cards.memory import Rating
from study.models import Card, Desk

LONGEST_SIDE = 2000


class RatingForm(forms.Form):
    """One of four, for a card that the page knew to have had so many reviews."""

    rating = forms.TypedChoiceField(
        choices=[(rating.value, rating.name) for rating in Rating], coerce=lambda n: Rating(int(n))
    )
    seen = forms.IntegerField(min_value=0)
    # When the page showed the card, in milliseconds since 1970 by the server's clock.
    shown = forms.IntegerField(min_value=0, required=False)


class CardForm(forms.Form):
    front = forms.CharField(
        max_length=LONGEST_SIDE,
        label="What is asked",
        help_text="Markdown, with formulas between dollar signs. One thing, answered in seconds.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    back = forms.CharField(
        max_length=LONGEST_SIDE,
        label="The answer",
        help_text="Short enough to say in one breath.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class DeskForm(forms.ModelForm):
    class Meta:
        model = Desk
        fields = (
            *("interview_on", "new_a_day", "reviews_a_day", "retention"),
            *("surer_before_interview", "turn", "leech_after", "shows_streak"),
        )
        labels = {
            "interview_on": "Day of the interview",
            "new_a_day": "New cards a day",
            "reviews_a_day": "Due cards a day, at most",
            "retention": "Share of due cards to recall",
            "surer_before_interview": "In the last month before the interview, recall 0.95",
            "turn": "Hour at which a new day begins",
            "leech_after": "Put a card aside after being forgotten so often",
            "shows_streak": "Count days in a row",
        }
        help_texts = {
            "interview_on": "In the three days before, cards of P1 concepts come once more.",
            "new_a_day": "Ten new ones make about a hundred due cards a day after some weeks.",
            "reviews_a_day": "What is over waits for the next day, the most shaky first.",
            "retention": "0.90 suits most; more than 0.97 cannot be met.",
            "surer_before_interview": "It costs about twice the cards a day, in that month alone.",
            "turn": "On your own clock, 0 to 12. What you do after midnight still counts for the "
            "day before.",
            "leech_after": "It wants other words: write it anew.",
            "shows_streak": "On the page of your progress. A day off in every seven ends nothing.",
        }
        widgets = {
            "interview_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "retention": forms.NumberInput(attrs={"step": "0.01"}),
        }

    def __init__(self, *args: Any, on: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self._on = on

    def clean_interview_on(self) -> date | None:
        """Near enough to be meant: every page of the desk counts days from it. One that was kept
        stays, however long ago it is."""
        day = self.cleaned_data["interview_on"]
        is_meant = day is None or abs(day - self._on) <= FURTHEST
        if not is_meant and "interview_on" in self.changed_data:
            raise forms.ValidationError("Choose a day within a year, or leave it empty.")
        return day


class AwayForm(forms.Form):
    """From when until when, both included."""

    first = forms.DateField(
        label="First day away", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    last = forms.DateField(
        label="Last day away", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    plan = forms.BooleanField(
        label="My plan makes room too: its tasks move to other days",
        required=False,
        initial=True,
        help_text="You see its days before anything changes.",
    )

    def __init__(self, data=None, *, on: date, has_plan: bool = False, **more) -> None:
        super().__init__(data, **more)
        self._on = on
        if not has_plan:
            del self.fields["plan"]

    def clean(self) -> dict:
        facts = super().clean()
        if not self.errors and (reason := why_not(facts["first"], facts["last"], on=self._on)):
            self.add_error("last", reason)
        return facts


class BehindForm(forms.Form):
    """What to do about more cards than a day holds."""

    how = forms.ChoiceField(choices=[(name, name) for name in ("spread", "shaky", "pause", "new")])
    days = forms.TypedChoiceField(
        choices=[(days, days) for days in OVER], coerce=int, required=False, empty_value=None
    )


class DeckFileForm(forms.Form):
    """A deck of another program."""

    file = forms.FileField(
        label="Deck",
        help_text="“.apkg” or “.colpkg”, 20 MB at most.",
        error_messages={
            "required": "Choose a deck.",
            "empty": "This file is empty. Export the deck again.",
        },
    )
    with_answers = forms.BooleanField(
        label="With what was answered there, so that each card comes back on its day",
        required=False,
        initial=True,
    )

    def clean_file(self):
        found = self.cleaned_data["file"]
        if found.size > LARGEST:
            raise forms.ValidationError(
                f"This file is larger than {LARGEST // 2**20} MB. Export single decks."
            )
        return found


class ListForm(forms.Form):
    """Which cards the list shows."""

    SHOW = (
        ("", "All"),
        ("new", "Not met yet"),
        ("due", "Due"),
        ("aside", "Put aside"),
        ("leech", "Forgotten too often"),
        ("own", "My own"),
        ("changed", "Source changed"),
    )
    show = forms.ChoiceField(choices=SHOW, required=False, label="Show")
    q = forms.CharField(max_length=100, required=False, label="Words on the card")

    def narrow(self, cards, *, on):
        facts = self.cleaned_data if self.is_valid() else {}
        show, words = facts.get("show"), facts.get("q")
        if show == "new":
            cards = cards.fresh()
        elif show == "due":
            cards = cards.filter(suspended_at=None, due_on__lte=on)
        elif show == "aside":
            cards = cards.exclude(suspended_at=None)
        elif show == "leech":
            cards = cards.filter(is_leech=True)
        elif show == "changed":
            cards = cards.exclude(version=None).exclude(version=F("question__current"))
        elif show == "own":
            cards = cards.filter(source=Card.Source.OWN)
        if words:
            cards = cards.filter(front__icontains=words) | cards.filter(back__icontains=words)
        return cards
