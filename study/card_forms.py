"""What is typed and pressed about recall cards."""

from django import forms

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
            *("interview_on", "new_a_day", "reviews_a_day", "retention", "turn", "leech_after"),
            "shows_streak",
        )
        labels = {
            "interview_on": "Day of the interview",
            "new_a_day": "New cards a day",
            "reviews_a_day": "Due cards a day, at most",
            "retention": "Share of due cards to recall",
            "turn": "Hour at which a new day begins",
            "leech_after": "Put a card aside after being forgotten so often",
            "shows_streak": "Count days in a row",
        }
        help_texts = {
            "interview_on": "In the three days before, cards of P1 concepts come once more.",
            "new_a_day": "Ten new ones make about a hundred due cards a day after some weeks.",
            "reviews_a_day": "What is over waits for the next day, the most shaky first.",
            "retention": "0.90 suits most; 0.95 in the last month costs about twice the cards.",
            "turn": "On your own clock, 0 to 12. What you do after midnight still counts for the "
            "day before.",
            "leech_after": "It wants other words: write it anew.",
            "shows_streak": "On the page of your progress. A day off in every seven ends nothing.",
        }
        widgets = {
            "interview_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "retention": forms.NumberInput(attrs={"step": "0.01"}),
        }


class ListForm(forms.Form):
    """Which cards the list shows."""

    SHOW = (
        ("", "All"),
        ("new", "Not met yet"),
        ("due", "Due"),
        ("aside", "Put aside"),
        ("leech", "Forgotten too often"),
        ("own", "My own"),
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
        elif show == "own":
            cards = cards.filter(source=Card.Source.OWN)
        if words:
            cards = cards.filter(front__icontains=words) | cards.filter(back__icontains=words)
        return cards
