"""What is typed and pressed about papers and the shelf."""

from django import forms

from study.models import Paper, Resource
from study.reading.papers import ASKS
from study.reading.week import WEEKDAYS
from study.saved_words import TypingForm

LONGEST_NOTE = 8000


class NotesForm(TypingForm):
    """The five notes on a paper; all of them may be empty."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name, label in ASKS.items():
            self.fields[name] = forms.CharField(
                max_length=LONGEST_NOTE,
                required=False,
                strip=False,
                label=f"{name.capitalize()}: {label[0].lower()}{label[1:]}",
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    @property
    def notes(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ASKS}


class StatusForm(forms.Form):
    status = forms.ChoiceField(choices=Paper.Status.choices)


class PlaceForm(forms.Form):
    """A place in the list, counted from 0."""

    to = forms.IntegerField(min_value=0, max_value=10_000)


class WeekdayForm(forms.Form):
    weekday = forms.TypedChoiceField(
        choices=[("", "No day"), *enumerate(WEEKDAYS)],
        coerce=int,
        empty_value=None,
        required=False,
        label="A paper a week, on",
    )


class PaperForm(forms.ModelForm):
    class Meta:
        model = Paper
        fields = ("title", "authors", "year", "minutes", "url")
        labels = {"url": "Address", "minutes": "Minutes for a first pass"}

    year = forms.IntegerField(min_value=1600, max_value=2200, required=False)
    minutes = forms.IntegerField(
        min_value=5, max_value=600, required=False, label="Minutes for a first pass"
    )
    url = forms.URLField(max_length=500, required=False, assume_scheme="https", label="Address")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, auto_id="paper_%s", **kwargs)
        self.fields["title"].required = True

    def clean_url(self) -> str:
        return of_the_web(self.cleaned_data["url"])


class ResourceForm(forms.ModelForm):
    url = forms.URLField(max_length=500, assume_scheme="https", label="Address")

    class Meta:
        model = Resource
        fields = ("title", "url", "use_for")
        labels = {"use_for": "What it is good for"}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, auto_id="resource_%s", **kwargs)

    def clean_url(self) -> str:
        return of_the_web(self.cleaned_data["url"])


def of_the_web(address: str) -> str:
    """Only what a browser opens as a page: no files, no scripts."""
    if address and not address.lower().startswith(("http://", "https://")):
        raise forms.ValidationError("An address that begins with http:// or https://, please.")
    return address
