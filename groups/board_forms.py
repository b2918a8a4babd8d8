"""What is sent about a board."""

from uuid import uuid4

from django import forms

from groups.board_rules import USUAL_MINUTES
from groups.models.boards import HEIGHT, LONGEST_TEXT, MOST_CORNERS, WIDTH, BoardMark

LARGEST = 32_000
Kind, Colour = BoardMark.Kind, BoardMark.Colour


class WordsField(forms.CharField):
    """One line of words; what cannot be seen has no place in a picture."""

    def clean(self, value: object) -> str:
        said = " ".join(super().clean(value).split())
        return "".join(letter for letter in said if letter.isprintable())


class PointsField(forms.CharField):
    """“12 40 13 41”: x and y in turn."""

    def clean(self, value: object) -> list[int]:
        said = super().clean(value)
        try:
            return [int(number) for number in said.split()]
        except ValueError:
            raise forms.ValidationError("Give whole numbers.") from None


class DrawForm(forms.Form):
    """What a script sends: one mark with its corners."""

    kind = forms.ChoiceField(choices=Kind.choices)
    colour = forms.ChoiceField(choices=Colour.choices)
    points = PointsField(max_length=12 * MOST_CORNERS)
    text = WordsField(required=False, max_length=LONGEST_TEXT)
    key = forms.UUIDField()

    def clean(self) -> dict:
        given = super().clean()
        says, kind = bool(given.get("text")), given.get("kind")
        if kind and says != (kind == Kind.TEXT):
            self.add_error("text", "Words have words, and nothing else has.")
        return given


class PlaceForm(forms.Form):
    """The same by keyboard: what, from where, to where, in hundredths of the board."""

    kind = forms.ChoiceField(
        label="What", choices=[one for one in Kind.choices if one[0] != Kind.STROKE], initial="text"
    )
    text = WordsField(required=False, max_length=LONGEST_TEXT, label="Words, if it is words")
    colour = forms.ChoiceField(label="Colour", choices=Colour.choices)
    x = forms.IntegerField(min_value=0, max_value=100, initial=10, label="From the left, %")
    y = forms.IntegerField(min_value=0, max_value=100, initial=10, label="From the top, %")
    width = forms.IntegerField(min_value=-100, max_value=100, initial=20, label="Wide, %")
    height = forms.IntegerField(min_value=-100, max_value=100, initial=15, label="High, %")
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def clean(self) -> dict:
        given = super().clean()
        is_text = given.get("kind") == Kind.TEXT
        if is_text and not given.get("text"):
            self.add_error("text", "Which words?")
        return given

    def mark(self) -> dict:
        """As `board_actions.draw` takes it; what would reach beyond the board ends at its edge."""
        given = self.cleaned_data
        x, y = given["x"], given["y"]
        right, down = (min(100, max(0, a)) for a in (x + given["width"], y + given["height"]))
        corners = [(x, y)] if given["kind"] == Kind.TEXT else [(x, y), (right, down)]
        points = [n for a, b in corners for n in (a * WIDTH // 100, b * HEIGHT // 100)]
        words = given["text"] if given["kind"] == Kind.TEXT else ""
        return {"kind": given["kind"], "colour": given["colour"], "key": given["key"]} | {
            "points": points,
            "text": words,
        }


class TurnForm(forms.Form):
    after = forms.IntegerField(min_value=0, max_value=LARGEST, widget=forms.HiddenInput)
    minutes = forms.IntegerField(
        min_value=1, max_value=60, initial=USUAL_MINUTES, label="Minutes a turn"
    )
