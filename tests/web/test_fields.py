"""Forms in templates: fields picked by name, each with what belongs to it."""

import pytest
from django import forms
from django.template import Context, Template


class Example(forms.Form):
    title = forms.CharField(label="Title", help_text="A few words")
    minutes = forms.IntegerField(label="Minutes")
    loud = forms.BooleanField(label="Aloud", required=False, help_text="As in a room")


PICKED = '{% for field in form|fields:"loud title" %}{% include "_field.html" %}{% endfor %}'


def drawn(form: forms.Form, template: str = PICKED) -> str:
    return Template(template).render(Context({"form": form}))


def test_fields_come_in_the_order_they_are_named():
    page = drawn(Example())
    assert page.index("Aloud") < page.index("Title")
    assert "Minutes" not in page


def test_a_checkbox_stands_before_its_words_and_anything_else_after_its_label():
    page = drawn(Example())
    assert page.index('type="checkbox"') < page.index("Aloud") < page.index("As in a room")
    assert page.index("Title") < page.index("A few words") < page.index('type="text"')


def test_help_and_errors_are_tied_to_the_field():
    page = drawn(Example({}))
    assert 'id="id_title_helptext"' in page
    assert 'aria-describedby="id_title_helptext' in page
    assert "This field is required." in page
    assert 'aria-invalid="true"' in page


def test_a_name_the_form_does_not_have_is_a_mistake():
    with pytest.raises(KeyError, match="colour"):
        drawn(Example(), '{% for field in form|fields:"colour" %}{{ field }}{% endfor %}')
