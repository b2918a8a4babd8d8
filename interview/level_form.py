"""How did the whole interview look, 1 to 4 in each dimension? Shape of a candidate's own answer."""

from collections.abc import Iterable, Mapping

from django import forms

from interview.dimensions import Family

NOT_SEEN = "It did not come up."


class LevelForm(forms.Form):
    """`dim-<name>`: 1 to 4, or nothing for what did not come up or one would rather not say."""

    def __init__(
        self, data=None, *, families: Iterable[Family], own: Mapping[str, int] | None = None
    ) -> None:
        super().__init__(data)
        self.families = tuple(families)
        for one in (one for family in self.families for one in family.dimensions):
            levels = [(str(level), words) for level, words in enumerate(one.anchors, start=1)]
            self.fields[f"dim-{one.name}"] = forms.ChoiceField(
                label=one.label,
                choices=[*levels, ("", NOT_SEEN)],
                required=False,
                initial=str((own or {}).get(one.name, "")),
                error_messages={"invalid_choice": "Choose 1 to 4, or that it did not come up."},
            )

    def parts(self) -> list[dict]:
        """For the page: each family with the fields of its dimensions."""
        return [
            {"family": family, "fields": [self[f"dim-{one.name}"] for one in family.dimensions]}
            for family in self.families
        ]

    def levels(self) -> dict[str, int]:
        """What was chosen, by the name of a dimension."""
        return {
            name.removeprefix("dim-"): int(level)
            for name, level in self.cleaned_data.items()
            if level
        }
