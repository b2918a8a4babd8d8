"""Shape of a wish to export: what, and in which format."""

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from questions.exporting import FORMATS, Selection
from questions.models import Question, QuestionSet, Topic
from questions.selecting import select, select_set

MINE, SET, LIBRARY, CHOSEN = "mine", "set", "library", "chosen"
# More would hold a web process for minutes; a bank of that size is copied as a database.
MOST = 20_000


class ExportForm(forms.Form):
    """May stand in an address: nothing is changed by exporting."""

    what = forms.ChoiceField(
        label="What",
        choices=[
            (MINE, "The questions I keep"),
            (SET, "A set"),
            (LIBRARY, "Everything I may read"),
            (CHOSEN, "The questions I chose"),
        ],
        initial=MINE,
    )
    set = forms.ModelChoiceField(
        QuestionSet.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label="Choose a set",
    )
    area = forms.ModelChoiceField(
        Topic.objects.filter(parent=None),
        to_field_name="slug",
        required=False,
        empty_label="Every area",
    )
    format = forms.ChoiceField(
        choices=[(one.key, one.label) for one in FORMATS.values()], initial="markdown"
    )
    key = forms.BooleanField(label="With model answers and key points", required=False)

    def __init__(self, data, *, user: User, chosen: list[str]) -> None:
        """`chosen`: slugs picked one by one."""
        initial = {"what": CHOSEN} if chosen else {}
        super().__init__(data, initial=initial)
        self.user, self.chosen = user, chosen
        sets = QuestionSet.objects.visible_to(user).order_by("title")
        self.fields["set"].queryset = sets
        if not chosen:
            self.fields["what"].choices = self.fields["what"].choices[:-1]

    def clean(self) -> dict:
        facts = super().clean()
        if facts.get("what") == SET and not facts.get("set") and "set" not in self.errors:
            self.add_error("set", "Choose the set.")
        if not self.errors and facts["what"] != SET:
            many = self._questions().count()
            if many == 0:
                raise ValidationError("There is no question among these. Choose something else.")
            if many > MOST:
                raise ValidationError(
                    f"These are {many:,} questions; one file takes {MOST:,}. Choose an area."
                )
        return facts

    def selection(self) -> Selection:
        """What a valid form asks for, as far as this person may see it."""
        if self.cleaned_data["what"] == SET:
            return select_set(self.user, self.cleaned_data["set"])
        titles = {MINE: f"Questions of {self.user}", LIBRARY: "Greenroom questions"}
        title = titles.get(self.cleaned_data["what"], "Chosen questions")
        return select(self.user, self._questions(), title=title)

    def _questions(self):
        questions = Question.objects.visible_to(self.user)
        what, area = self.cleaned_data["what"], self.cleaned_data["area"]
        if what == MINE:
            kept = Question.objects.editable_by(self.user).values("pk")
            questions = questions.filter(pk__in=kept)
        elif what == CHOSEN:
            questions = questions.filter(slug__in=self.chosen)
        if area:
            questions = questions.filter(topic__in=[area, *area.children.all()])
        return questions
