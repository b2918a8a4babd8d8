"""What is typed into a tree. Nothing has to be there yet: what is wanting, the tree says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.db.models import Q

from accounts.models import User
from questions.bank.study.choosing import Answer, DecisionTree, Fork, Leaf, Scenario
from questions.models import Question
from study.branches import edits
from study.branches.soundness import MOST_WAYS, in_order, walkable, ways
from study.branches.values import (
    MOST_ANSWERS,
    MOST_QUESTIONS,
    Part,
    digest,
    longest,
    part_of,
)
from study.choosing.sentences import NOT_ASKED, NOT_NAMED, Told, told

# So much of a question or a technique fits into a list to choose from.
SHORT = 70
STEP = ">"
MOVES = {"up": -1, "down": 1}


class Words(forms.CharField):
    """One paragraph, as the records of the content have it; none is allowed."""

    def __init__(self, record: type, name: str, label: str, *, rows: int = 0, **more: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
        widget.attrs["autocomplete"] = "off"
        super().__init__(
            label=label, max_length=longest(record, name), required=False, widget=widget, **more
        )

    def to_python(self, value: Any) -> str:
        return " ".join(super().to_python(value).split())


class TitleForm(forms.Form):
    """What a tree is called."""

    title = forms.CharField(
        label="What it is called",
        max_length=longest(DecisionTree, "title"),
        error_messages={"required": "Give it a name first."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    description = Words(
        DecisionTree, "description", "What it is for", rows=2, help_text="One sentence. May wait."
    )

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())


class CopyForm(forms.Form):
    """Which tree to begin with: a shipped one by its slug, one that can be read by its number."""

    shipped = forms.SlugField(max_length=60, required=False)
    own = forms.IntegerField(min_value=1, required=False)


class OpenForm(forms.Form):
    """Which of one's groups may walk it, as the page showed it."""

    group = forms.TypedChoiceField(coerce=int, label="Which group")
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        groups: Mapping[int, str],
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.fields["group"].choices = list(groups.items())


class PartForm(forms.Form):
    """One part of a tree. `seen`: the digest of what the form was made from."""

    seen = forms.CharField(max_length=16, widget=forms.HiddenInput)

    def __init__(
        self, data: Mapping[str, Any] | None, *, tree: DecisionTree, part: Part, user: User
    ) -> None:
        self.tree, self.part, self.user = tree, part, user
        stored = part_of(tree, self.kind, part.slug)
        super().__init__(data, initial={"seen": digest(stored), **self.words_of(part)})

    kind: str

    def words_of(self, part: Part) -> dict[str, Any]:
        """What stands in the fields at first."""
        raise NotImplementedError

    def overtaken(self, now: Part | None) -> None:
        """Another window was quicker: what was typed stays, and pressing again puts it there."""
        self.data = self.data.copy()
        self.data["seen"] = digest(now)
        self.add_error(
            None,
            "Another window has changed this meanwhile. Yours is below as you typed it, the other"
            " above it. Keep yours to put it in its place."
            if now
            else "Another window has taken this out meanwhile. Keep it to put it back.",
        )


@dataclass(frozen=True)
class Row:
    """One answer's fields."""

    number: int
    answer: forms.BoundField
    to: forms.BoundField
    if_wrong: forms.BoundField
    is_there: bool


class ForkForm(PartForm):
    """A question with two to four answers, each with where it leads."""

    kind = "forks"
    ask = Words(Fork, "ask", "The question", rows=2)
    why = Words(
        Fork, "why", "What hangs on it", rows=3, help_text="Why one asks this before anything else."
    )
    # What is done beside keeping it: nothing, or an answer (from 0) moved or taken out.
    do = forms.RegexField(r"\A(?:up|down|out)-[0-3]\Z", required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        there = _places(self.tree, but=self.part.slug)
        for number in range(MOST_ANSWERS):
            self.fields[f"answer_{number}"] = Words(Answer, "answer", "It says")
            self.fields[f"to_{number}"] = forms.ChoiceField(
                label="It leads to",
                choices=there,
                required=False,
                error_messages={"invalid_choice": "That is no longer there. Choose another."},
            )
            self.fields[f"if_wrong_{number}"] = Words(
                Answer, "if_wrong", "Said to whoever takes it wrongly", rows=2
            )

    def words_of(self, part: Fork) -> dict[str, Any]:
        words: dict[str, Any] = {"ask": part.ask, "why": part.why}
        known = {one.slug for one in (*self.tree.forks, *self.tree.leaves)}
        for number, one in enumerate(part.answers):
            to = one.to if one.to in known else ""
            words |= {f"answer_{number}": one.answer, f"to_{number}": to}
            words[f"if_wrong_{number}"] = one.if_wrong
        return words

    @property
    def rows(self) -> Iterator[Row]:
        """Those that are there, and an empty one as long as there is room."""
        shown = min(MOST_ANSWERS, max(2, len(self.part.answers) + 1))
        for number in range(MOST_ANSWERS):
            fields = [self[f"{name}_{number}"] for name in ("answer", "to", "if_wrong")]
            if number < shown or any(field.value() for field in fields):
                yield Row(number, *fields, is_there=number < len(self.part.answers))

    @property
    def made(self) -> Fork:
        """As it was typed; an answer without a word and a way is none."""
        said = self.cleaned_data
        answers = [
            Answer(
                line=0,
                answer=said[f"answer_{number}"],
                to=said[f"to_{number}"],
                if_wrong=said[f"if_wrong_{number}"],
            )
            for number in range(MOST_ANSWERS)
        ]
        fork = replace(self.part, ask=said["ask"], why=said["why"], answers=tuple(answers))
        what, _, number = said["do"].partition("-")
        if what == "out":
            fork = edits.without_answer(fork, int(number))
        elif what:
            fork = edits.moved(fork, int(number), MOVES[what])
        kept = tuple(one for one in fork.answers if one.answer or one.to or one.if_wrong)
        return replace(fork, answers=kept)


class LeafForm(PartForm):
    """A technique: where a way ends."""

    kind = "leaves"
    technique = Words(Leaf, "technique", "The technique")
    because = Words(Leaf, "because", "Why it fits whoever comes here", rows=3)
    needs = Words(Leaf, "needs", "What must be in place", rows=3)
    questions = forms.MultipleChoiceField(
        label="Asked in", required=False, widget=forms.CheckboxSelectMultiple
    )
    more = forms.CharField(
        label="A question of the bank that asks for it",
        max_length=300,
        required=False,
        help_text="Its address, or its title as it stands there.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        known = Question.objects.visible_to(self.user).filter(slug__in=self.part.questions)
        titles = dict(known.values_list("slug", "title")) if self.part.questions else {}
        named = [(slug, titles[slug]) for slug in self.part.questions if slug in titles]
        self.fields["questions"].choices = named

    def words_of(self, part: Leaf) -> dict[str, Any]:
        words = {name: getattr(part, name) for name in ("technique", "because", "needs")}
        return words | {"questions": list(part.questions)}

    def clean_more(self) -> str:
        """The slug of the question that is meant."""
        text = self.cleaned_data["more"].strip()
        if not text:
            return ""
        slug = urlsplit(text).path.rstrip("/").rpartition("/")[2]
        found = Question.objects.visible_to(self.user)
        found = found.filter(Q(slug=slug) | Q(title__iexact=text)).values_list("slug", flat=True)
        if not (slugs := list(found[:2])):
            raise forms.ValidationError("The bank has no such question. Copy its address.")
        if len(slugs) > 1:
            raise forms.ValidationError("Two questions have this title. Copy the address of one.")
        return slugs[0]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        # One that this person may not see stays as it was: nobody unticked it.
        shown = {slug for slug, _ in self.fields["questions"].choices}
        ticked = said.get("questions", [])
        kept = [slug for slug in self.part.questions if slug not in shown or slug in ticked]
        more = said.get("more")
        said["kept"] = kept if not more or more in kept else [*kept, more]
        if len(said["kept"]) > MOST_QUESTIONS:
            self.add_error("more", f"{MOST_QUESTIONS} questions are enough. Untick one first.")
        return said

    @property
    def made(self) -> Leaf:
        said = self.cleaned_data
        words = {name: said[name] for name in ("technique", "because", "needs")}
        return replace(self.part, **words, questions=tuple(said["kept"]))


class StoryForm(PartForm):
    """A story, its way through the tree, and a good reason for it."""

    kind = "scenarios"
    story = Words(
        Scenario, "story", "The story", rows=4, help_text="What a client would tell, with figures."
    )
    path = forms.ChoiceField(
        label="Its way",
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "That way is no longer there. Choose another."},
    )
    justify = Words(
        Scenario,
        "justify",
        "A good reason",
        rows=4,
        help_text="Shown beside one's own, once that is written.",
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        there = ways(self.tree)
        self.has_more = len(there) == MOST_WAYS
        if walkable(self.tree, self.part.path) and self.part.path not in there:
            there = [self.part.path, *there]
        self.ways = [(STEP.join(way), told(self.tree, way)) for way in there]
        self.fields["path"].choices = [("", "Not chosen yet"), *self.ways]

    def words_of(self, part: Scenario) -> dict[str, Any]:
        path = STEP.join(part.path) if walkable(self.tree, part.path) else ""
        return {"story": part.story, "path": path, "justify": part.justify}

    @property
    def choices(self) -> list[tuple[str, Told, bool]]:
        """(value, the way told, whether it is the chosen one)"""
        return [(value, way, value == self["path"].value()) for value, way in self.ways]

    @property
    def made(self) -> Scenario:
        said = self.cleaned_data
        path = tuple(said["path"].split(STEP)) if said["path"] else ()
        # A way that is no longer there is kept until another is chosen: putting back what it
        # led through mends it.
        if not path and not walkable(self.tree, self.part.path):
            path = self.part.path
        return replace(self.part, story=said["story"], justify=said["justify"], path=path)


FORMS = {form.kind: form for form in (ForkForm, LeafForm, StoryForm)}


def _places(tree: DecisionTree, *, but: str) -> list[tuple[str, Any]]:
    """Where an answer may lead, by kind."""
    forks = [
        (fork.slug, f"{number} · {_short(fork.ask) or NOT_ASKED}")
        for number, fork in enumerate(in_order(tree), start=1)
        if fork.slug != but
    ]
    leaves = [(leaf.slug, _short(leaf.technique) or NOT_NAMED) for leaf in tree.leaves]
    new = [(edits.NEW_FORK, "A new question"), (edits.NEW_LEAF, "A new technique")]
    named = [("Questions", forks), ("Techniques", leaves), ("Something new", new)]
    return [("", "Nowhere yet"), *((name, rows) for name, rows in named if rows)]


def _short(text: str) -> str:
    return text if len(text) <= SHORT else f"{text[: SHORT - 1].rstrip()}…"
