"""What is typed into the lift calculator."""

from django import forms

START = {"baseline": "9", "treated": "10", "people": "100000", "margin": "40", "cost": "0.3"}
MOST_MONEY = 1_000_000


def _number(
    label: str, help_text: str, *, least: float, most: float, step: str
) -> forms.FloatField:
    return forms.FloatField(
        label=label,
        help_text=help_text,
        min_value=least,
        max_value=most,
        widget=forms.NumberInput(attrs={"step": step, "inputmode": "decimal"}),
    )


class LiftForm(forms.Form):
    baseline = _number("Rate without", "Untreated, per cent.", least=0, most=100, step="any")
    treated = _number("Rate with", "Treated, per cent.", least=0, most=100, step="any")
    people = forms.IntegerField(
        label="People treated", help_text="How many.", min_value=0, max_value=10**9
    )
    margin = _number("Margin", "Of one conversion.", least=0, most=MOST_MONEY, step="any")
    cost = _number("Cost", "Of treating one person.", least=0, most=MOST_MONEY, step="any")
