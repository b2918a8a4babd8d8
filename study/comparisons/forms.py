"""What is typed into a grid."""

from django import forms

from study.comparisons import drafts
from study.comparisons.grids import Grid


class GridForm(forms.Form):
    """The cells of a grid, each with what the page was given (`was`), and which page it is."""

    writer = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args, grid: Grid, given: dict | None = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.grid = grid
        cells = (given or {}).get("cells", {})
        for row in grid.rows:
            for cell in row.cells:
                if grid.hides(cell):
                    label = f"{row.title}: {dict(grid.columns)[cell.column]}"
                    self._add(cell.key, cells.get(cell.key, ""), label)

    def _add(self, key: str, text: str, label: str) -> None:
        attrs = {"rows": 2, "autocomplete": "off", "aria-label": label}
        self.fields[f"cell-{key}"] = forms.CharField(
            max_length=drafts.LONGEST,
            required=False,
            strip=False,
            initial=text,
            label=label,
            widget=forms.Textarea(attrs=attrs),
        )
        self.fields[f"was-{key}"] = forms.CharField(
            max_length=drafts.LONGEST, required=False, strip=False, initial=text
        )

    @property
    def sent(self) -> dict[str, drafts.Sent]:
        """The cells that came with this form; one that did not come is as it was."""
        facts = self.cleaned_data
        return {
            cell.key: drafts.Sent(
                _lines(facts[f"cell-{cell.key}"]), _lines(facts[f"was-{cell.key}"])
            )
            for cell in self.grid.hidden
            if f"cell-{cell.key}" in self.data
        }

    @property
    def held(self) -> dict[str, str]:
        """What the page holds for each cell once it is answered, to be sent along as `was`.

        Never what is stored: another tab may have stored words that this page never showed, and
        the next save would take them for words it had changed.
        """
        name = "was" if self.errors else "cell"
        return {
            cell.key: _lines(self.data.get(f"{name}-{cell.key}", "")) for cell in self.grid.hidden
        }

    def table(self):
        """Row by row: the row, and each of its cells with its field, or None where it is shown."""
        for row in self.grid.rows:
            yield (
                row,
                [
                    (cell, title, self[f"cell-{cell.key}"] if self.grid.hides(cell) else None)
                    for cell, (_, title) in zip(row.cells, self.grid.columns, strict=True)
                ],
            )


def _lines(text: str) -> str:
    """As browsers send it after a form was sent, and as they hold it before."""
    return text.replace("\r\n", "\n")
