"""Shape of what comes in."""

from django import forms
from django.core.validators import RegexValidator

from questions.browse import SORTS, Wish
from questions.facets import CHOICES
from questions.links import FILTERS
from questions.models import Topic

_A_LANGUAGE = RegexValidator(r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z", "There is no such language.")
MOST_LANGUAGES = 20
LABELS = {"tier": "Level", "band": "Minutes", "audience": "Speaking to", "status": "State"}


class LanguagesField(forms.Field):
    """Language tags, each as often as its box is ticked."""

    widget = forms.SelectMultiple
    default_validators = []

    def clean(self, value: list[str] | None) -> list[str]:
        tags = (value or [])[:MOST_LANGUAGES]
        for tag in tags:
            _A_LANGUAGE(tag)
        return tags


class BrowseForm(forms.Form):
    """The filters of the library, as they stand in the address. All of them may be left out."""

    q = forms.CharField(
        label="Search",
        required=False,
        max_length=200,
        widget=forms.TextInput(
            attrs={
                "type": "search",
                "placeholder": "attention memory, “false positives”, -boosting",
                "autocomplete": "off",
            }
        ),
    )
    exact = forms.BooleanField(required=False)
    area = forms.SlugField(required=False)
    minutes = forms.IntegerField(
        label="Minutes, at most",
        required=False,
        min_value=1,
        max_value=120,
        error_messages={"invalid": "Give whole minutes, such as 20."},
    )
    language = LanguagesField(required=False)
    new = forms.BooleanField(required=False)
    whose = forms.ChoiceField(choices=[("", ""), *CHOICES["whose"]], required=False)
    sort = forms.ChoiceField(choices=[("", ""), *SORTS.items()], required=False)
    page = forms.IntegerField(required=False, min_value=1, max_value=100_000)

    def __init__(
        self,
        *args,
        statuses: list[str],
        areas: list[Topic],
        is_known: bool,
        slash: bool = True,
        **kwargs,
    ) -> None:
        """`statuses` are those of the library this person may list; `is_known`: they are logged in.

        `slash`: the key “/” puts the cursor into the search field.
        """
        super().__init__(*args, **kwargs)
        if slash:
            attributes = {"data-behaviour": "slash-focus", "aria-keyshortcuts": "/"}
            self.fields["q"].widget.attrs |= attributes
        for name in ("kind", "tier", "band", "priority", "audience", "key", "status"):
            self.fields[name] = forms.MultipleChoiceField(
                label=LABELS.get(name), choices=CHOICES[name], required=False
            )
        self.statuses = statuses
        self.is_known = is_known
        self.areas = {area.slug: area for area in areas}

    def clean_q(self) -> str:
        return " ".join(self.cleaned_data["q"].split())

    def clean_area(self) -> str:
        slug = self.cleaned_data["area"]
        if slug and slug not in self.areas:
            raise forms.ValidationError("There is no such area.")
        return slug

    def clean_whose(self) -> str:
        whose = self.cleaned_data["whose"]
        if whose not in ("", "library") and not self.is_known:
            raise forms.ValidationError("Log in to see questions of your own.")
        return "" if whose == "library" else whose

    def clean(self) -> dict:
        facts = super().clean()
        if not facts.get("whose") and not set(facts.get("status", ())) <= set(self.statuses):
            self.add_error("status", "Only its curators list the library's drafts.")
        return facts

    def wish(self) -> Wish:
        facts = self.cleaned_data
        picked = {}
        for name in FILTERS:
            value = facts.get(name)
            if name == "new":
                value = ["on"] if value and self.is_known else []
            elif not isinstance(value, list):
                value = [str(value)] if value else []
            if value:
                picked[name] = frozenset(value)
        return Wish(
            text=facts["q"],
            exact=facts["exact"] and bool(facts["q"]),
            picked=picked,
            sort=self._sort(),
            page=facts["page"] or 1,
        )

    def _sort(self) -> str:
        """Empty for the order that suits anyway, so that it does not stand in the address."""
        sort, text = self.cleaned_data["sort"], self.cleaned_data["q"]
        usual = ("relevance",) if text else ("relevance", "order")
        return "" if sort in usual else sort
