"""What is typed about a group."""

from django import forms


class GroupForm(forms.Form):
    name = forms.CharField(max_length=80, label="Name of the group")
    about = forms.CharField(
        required=False,
        max_length=2000,
        label="What it is for",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
