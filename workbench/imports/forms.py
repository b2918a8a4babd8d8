"""Shape of what comes in."""

from typing import Any

from django import forms
from django.forms.models import model_to_dict

from accounts.models import User
from questions.importing.formats.roles import SEVERAL, UNUSED_ROLE
from questions.models import Kind, Priority, QuestionSet, Tier, Topic
from workbench.imports import rules
from workbench.imports.earlier import PASTED
from workbench.models import Candidate

LONGEST_TEXT = 100_000  # characters of one prompt or answer; beyond, it is a document
LONGEST_TITLE = 120


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files, each checked as one; an empty one is the reader's to name."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list:
        return [super(FilesField, self).clean(one, initial) for one in data or []]


class IntoForm(forms.Form):
    """The set an import is for: one that is there, a new one, or none."""

    into = forms.ModelChoiceField(
        QuestionSet.objects.none(), label="Into a set", required=False, empty_label="No set"
    )
    new_set = forms.CharField(
        label="Or into a new set called", required=False, max_length=LONGEST_TITLE
    )

    def __init__(self, *args, owner: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = QuestionSet.objects.editable_by(owner).order_by("title")

    def clean(self) -> dict:
        facts = super().clean() or self.cleaned_data
        if facts.get("into") and facts.get("new_set"):
            self.add_error("new_set", "Choose a set, or name a new one; not both.")
        return facts


class StartForm(IntoForm):
    """Files, or a text, or both."""

    files = FilesField(label="Files", required=False, allow_empty_file=True, max_length=255)
    text = forms.CharField(
        label="Or paste a text",
        required=False,
        max_length=rules.LONGEST_PASTE,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        error_messages={
            "max_length": "This text is longer than a million characters. Save it as a file and"
            " choose that file above."
        },
    )

    field_order = ["files", "text", "into", "new_set"]

    def clean(self) -> dict:
        facts = super().clean()
        if "files" in self.errors or "text" in self.errors:
            return facts
        files = facts.get("files") or []
        if not files and not facts.get("text", "").strip():
            raise forms.ValidationError("Choose a file, or paste a text.")
        if why := rules.why_not_files([file.size for file in files]):
            self.add_error("files", why)
        return facts

    def documents(self) -> list[tuple[str, bytes]]:
        """Names and bytes. A file that is too large is not read into memory: its size is told."""
        found = [(file.name[:255], file.read()) for file in self.cleaned_data["files"]]
        if self.cleaned_data["text"].strip():
            found.append((PASTED, self.cleaned_data["text"].encode()))
        return found


class SaveForm(IntoForm):
    """Where everything kept goes."""

    area = forms.ModelChoiceField(
        Topic.objects.all(),
        label="Area of those that have none",
        required=False,
        empty_label="Other subjects",
    )
    draft_points = forms.BooleanField(
        label="Where the document names no key points, take the sentences of the answer",
        help_text="A start for your rubric, the first a must. Without any, nothing can be marked.",
        required=False,
    )


class LinesField(forms.CharField):
    """A list, one entry a line; indented lines belong to the entry above them."""

    widget = forms.Textarea(attrs={"rows": 1})

    def to_python(self, value: Any) -> list[str]:
        text = (super().to_python(value) or "").replace("\r\n", "\n")
        found: list[str] = []
        for line in text.split("\n"):
            if line.startswith("  ") and found:
                found[-1] += "\n" + line[2:]
            elif line.strip():
                found.append(line.strip())
        return [entry.rstrip() for entry in found]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(map(_indented, value)) if isinstance(value, list) else value


def _indented(entry: str) -> str:
    return entry.replace("\n", "\n  ")


class TextField(forms.CharField):
    """Markdown as typed, but for the line ends of browsers."""

    def __init__(self, **kwargs) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
        super().__init__(strip=False, max_length=LONGEST_TEXT, **kwargs)

    def to_python(self, value: Any) -> str:
        text = (super().to_python(value) or "").replace("\r\n", "\n")
        return text if text.strip() else ""


class CandidateForm(forms.Form):
    """The words of one candidate. `revision` says which state of it they were typed over."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    prompt = TextField(
        label="Question",
        error_messages={"required": "A question needs words. Drop it if it is none."},
    )
    answer = TextField(label="Model answer", required=False)
    key_points = LinesField(label="Key points", required=False, max_length=LONGEST_TEXT)
    tips = LinesField(label="Tips", required=False, max_length=LONGEST_TEXT)
    follow_ups = LinesField(label="Follow-ups", required=False, max_length=LONGEST_TEXT)
    references = LinesField(label="References", required=False, max_length=LONGEST_TEXT)
    section = forms.CharField(required=False, max_length=200)
    kind = forms.ChoiceField(choices=[("", "Conceptual, if left"), *Kind.choices], required=False)
    tier = forms.TypedChoiceField(
        label="Level",
        choices=[("", "Mid, if left"), *Tier.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    minutes = forms.IntegerField(min_value=1, max_value=120, required=False)
    priority = forms.ChoiceField(choices=[("", "P2, if left"), *Priority.choices], required=False)
    area = forms.ModelChoiceField(
        Topic.objects.all(), required=False, empty_label="As chosen when saving"
    )

    @classmethod
    def of(cls, candidate: Candidate) -> "CandidateForm":
        """The form as it stands before anything is typed."""
        return cls(initial=model_to_dict(candidate, cls.base_fields), auto_id="c_%s")

    def words(self) -> dict[str, Any]:
        """What the person wants it to say; only what the browser sent."""
        sent = [name for name in self.fields if name in self.data and name != "revision"]
        return {name: self.cleaned_data[name] for name in sent}


class ManyForm(forms.Form):
    """The same facts for many. An empty field leaves that fact as it is."""

    pick = forms.TypedMultipleChoiceField(
        coerce=int, error_messages={"required": "Select the questions first: the boxes, or space."}
    )
    section = forms.CharField(required=False, max_length=200)
    kind = forms.ChoiceField(choices=[("", "Kind"), *Kind.choices], required=False)
    tier = forms.TypedChoiceField(
        choices=[("", "Level"), *Tier.choices], coerce=int, empty_value="", required=False
    )
    priority = forms.ChoiceField(choices=[("", "Priority"), *Priority.choices], required=False)
    minutes = forms.IntegerField(min_value=1, max_value=120, required=False)
    area = forms.ModelChoiceField(Topic.objects.all(), required=False, empty_label="Area")
    do = forms.ChoiceField(
        choices=[(name, name) for name in ("set", "drop", "take-back", "keep", "link", "replace")]
    )

    def __init__(self, *args, ids: list[int], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pick"].choices = [(pk, pk) for pk in ids]

    def clean(self) -> dict:
        facts = super().clean() or self.cleaned_data
        if facts.get("do") == "set" and not self.errors and not self.changes():
            raise forms.ValidationError("Choose what to set for them.")
        return facts

    def changes(self) -> dict[str, Any]:
        """The facts that were chosen."""
        names = ("section", "kind", "tier", "priority", "minutes", "area")
        facts = {name: self.cleaned_data.get(name) for name in names}
        return {name: value for name, value in facts.items() if value not in ("", None)}


class SplitForm(forms.Form):
    """At a line of the source, or at a character of a field."""

    line = forms.IntegerField(required=False, min_value=1)
    field = forms.ChoiceField(choices=[("prompt", "prompt"), ("answer", "answer")], required=False)
    at = forms.IntegerField(required=False, min_value=0)

    def clean(self) -> dict:
        facts = super().clean() or self.cleaned_data
        at_cursor = facts.get("field") and facts.get("at") is not None
        if not at_cursor and facts.get("line") is None:
            raise forms.ValidationError("Say where the second question begins.")
        return facts


# The parts of a question as the readers of tables name them.
ROLES = (
    ("question", "Question"),
    ("answer", "Model answer"),
    ("explanation", "Explanation, joins the answer"),
    ("key_points", "Key points"),
    ("tips", "Tips"),
    ("follow_ups", "Follow-ups"),
    ("code", "Code, joins the question"),
    ("options", "Choices"),
    ("correct", "Which choice is right"),
    ("context", "Context, joins the question"),
    ("section", "Section"),
    ("kind", "Kind"),
    ("tier", "Level"),
    ("minutes", "Minutes"),
    ("priority", "Priority"),
    ("references", "References"),
    ("tags", "Tags"),
)


class ColumnsForm(forms.Form):
    """Which column of a table is which part of a question: a choice for each column."""

    def __init__(self, *args, columns: list[dict], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.columns = columns
        for column in columns:
            self.fields[column["letter"]] = forms.ChoiceField(
                label=column["name"] or f"Column {column['letter']}",
                choices=[("", "Not used"), *ROLES],
                required=False,
                initial=column["role"] or "",
            )

    def clean(self) -> dict:
        facts = super().clean() or self.cleaned_data
        chosen = [role for role in facts.values() if role]
        if "question" not in chosen:
            raise forms.ValidationError("One column has to be the question.")
        if twice := {role for role in chosen if chosen.count(role) > 1} - set(SEVERAL):
            labels = dict(ROLES)
            named = " and ".join(sorted(labels[role] for role in twice))
            raise forms.ValidationError(f"{named}: choose one column only.")
        return facts

    def mapping(self) -> dict[str, str]:
        """Every column as it was chosen: `#B` is the column B, whatever the others are called."""
        letters: dict[str, list[str]] = {}
        for letter, role in self.cleaned_data.items():
            letters.setdefault(role or UNUSED_ROLE, []).append(f"#{letter}")
        return {role: "+".join(places) for role, places in letters.items()}

    def rows(self) -> list[tuple[dict, forms.BoundField]]:
        return [(column, self[column["letter"]]) for column in self.columns]
