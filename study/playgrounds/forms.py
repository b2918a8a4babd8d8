"""What a playground asks for. It stands in the address, so a page can be shared and comes back.

Every figure has bounds: what is allowed takes less than 300 ms of one processor.
"""

import re

from django import forms
from django.http import QueryDict

from study.playgrounds import bandits, campaign, gridworld

LARGEST_SEED = 999_999
LONGEST_ARMS = 60


class PlayForm(forms.Form):
    """Fields that the address leaves out have what they begin with."""

    seed = forms.IntegerField(
        label="Seed",
        initial=1,
        min_value=0,
        max_value=LARGEST_SEED,
        help_text="The same seed gives the same figures.",
    )

    def __init__(self, query: QueryDict) -> None:
        begun = {name: field.initial for name, field in self.base_fields.items()}
        super().__init__({name: query.get(name, value) for name, value in begun.items()})
        self.order_fields([*(name for name in self.fields if name != "seed"), "seed"])


def _share(label: str, initial: float, help_text: str = "", **bounds: float) -> forms.FloatField:
    bounds = {"min_value": 0, "max_value": 1} | bounds
    return forms.FloatField(
        label=label,
        initial=initial,
        help_text=help_text,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
        **bounds,
    )


class BanditForm(PlayForm):
    arms = forms.CharField(
        label="Chances of the arms",
        initial="0.05 0.10 0.12",
        max_length=LONGEST_ARMS,
        help_text="Two to six, each from 0 to 1, with spaces between.",
    )
    swing = _share(
        "Swing of the context", 0, "Moves every other arm up and the rest down.", max_value=0.5
    )
    steps = forms.IntegerField(
        label="Steps", initial=500, min_value=10, max_value=bandits.MOST_STEPS
    )
    runs = forms.IntegerField(label="Runs", initial=20, min_value=1, max_value=bandits.MOST_RUNS)
    epsilon = _share("ε of ε-greedy", 0.1)
    alpha = _share("α of LinUCB", 1, max_value=10)

    def clean_arms(self) -> tuple[float, ...]:
        try:
            arms = tuple(float(word) for word in re.split(r"[\s;]+", self.cleaned_data["arms"]))
        except ValueError:
            raise forms.ValidationError("Write numbers with spaces between: 0.1 0.2.") from None
        if not bandits.FEWEST_ARMS <= len(arms) <= bandits.MOST_ARMS:
            raise forms.ValidationError("Two arms at least, six at most.")
        if not all(0 <= arm <= 1 for arm in arms):
            raise forms.ValidationError("A chance lies between 0 and 1.")
        return arms

    @property
    def setting(self) -> bandits.Setting:
        return bandits.Setting(**self.cleaned_data)


def _percent(label: str, initial: int, help_text: str = "", **bounds: int) -> forms.IntegerField:
    bounds = {"min_value": 0, "max_value": 100} | bounds
    return forms.IntegerField(label=label, initial=initial, help_text=help_text, **bounds)


class CampaignForm(PlayForm):
    people = forms.IntegerField(
        label="People", initial=2000, min_value=campaign.FEWEST, max_value=campaign.MOST
    )
    treated = _percent("Treated, %", 50, "By the toss of a coin.", min_value=5, max_value=95)
    persuadable = _percent("Persuadable, %", 15, "Buy only when treated.")
    sure = _percent("Sure things, %", 20, "Buy anyway.")
    sleeping = _percent("Sleeping dogs, %", 5, "Buy only when left alone.")
    skill = _percent("What the models know, %", 60, "The rest of their scores is noise.")

    def clean(self) -> dict:
        facts = super().clean()
        shares = [facts.get(name) for name in ("persuadable", "sure", "sleeping")]
        if None not in shares and sum(shares) > 100:
            raise forms.ValidationError(
                f"The three shares make {sum(shares)} per cent. What they leave of 100 never buys."
            )
        return facts

    @property
    def setting(self) -> campaign.Setting:
        return campaign.Setting(**self.cleaned_data)


class GridworldForm(PlayForm):
    map = forms.ChoiceField(
        label="World", initial="room", choices=[(one, one.title()) for one in gridworld.MAPS]
    )
    slip = _share("Chance to slip", 0.1, "To one of the sides.", max_value=0.5)
    gamma = _share("γ, worth of later", 0.95, min_value=0.5, max_value=0.99)
    alpha = _share("α, first rate", 0.5, "Falls with every visit.", min_value=0.01)
    epsilon = _share("ε, share of random steps", 0.3)
    episodes = forms.IntegerField(
        label="Episodes", initial=1000, min_value=1, max_value=gridworld.MOST_EPISODES
    )

    @property
    def setting(self) -> gridworld.Setting:
        return gridworld.Setting(**self.cleaned_data)
