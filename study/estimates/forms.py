"""What is typed into an estimate."""

from django import forms

from study.estimates import quantities


class EstimateForm(forms.Form):
    """A quantity. `seen`: how many results of it the page knew of."""

    text = forms.CharField(label="Your estimate", max_length=200, required=False)
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args, dimension: str, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.dimension = dimension
        examples = quantities.DIMENSIONS[dimension].examples
        self.fields["text"].help_text = f"A number with its unit, such as {examples}."
        self.fields["text"].widget.attrs |= {"autocomplete": "off", "autofocus": True}

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        try:
            quantities.read(text, self.dimension)
        except quantities.Unreadable as trouble:
            raise forms.ValidationError(str(trouble)) from None
        return text
