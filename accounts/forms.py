"""Shape only: is this a setting, an address, a word? Whether it is allowed is a rule."""

from allauth.account.adapter import get_adapter
from allauth.account.fields import EmailField
from allauth.account.internal.userkit import filter_users_by_email
from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

from accounts import rules, zones
from accounts.actions import TAKEN
from accounts.models import User, validate_time_zone


class PreferencesForm(forms.ModelForm):
    follow_device = forms.BooleanField(
        label="Follow the zone of the device I use",
        required=False,
    )

    class Meta:
        model = User
        fields = [
            "display_name",
            "time_zone",
            "extra_time",
            "theme",
            "keymap",
            "plain_keys",
        ]
        labels = {
            "display_name": "Your name",
            "time_zone": "Time zone",
            "extra_time": "Extra time",
            "theme": "Colours",
            "keymap": "Keys in the code editor",
            "plain_keys": "Shortcuts of one key",
        }
        help_texts = {
            "display_name": "How Greenroom speaks of you. Leave it empty to go by your address.",
            "plain_keys": "Letters and ? in an interview, / among the questions, while you are not "
            "typing. Switch them off if you dictate; an interview's shortcuts with Alt stay.",
            "extra_time": "From 1 to 3. Every interview you start gets its minutes times this: "
            "1.25 is a quarter more. Nobody else sees it.",
        }
        error_messages = {
            "extra_time": {
                "min_value": "Extra time goes from 1 (none) to 3.",
                "max_value": "Extra time goes from 1 (none) to 3.",
                "invalid": "Write a number such as 1.25.",
                "required": "Write 1 for no extra time.",
                "max_digits": "Write a number such as 1.25.",
                "max_decimal_places": "Two places after the point are enough: 1.25.",
            }
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].widget = forms.Select(
            choices=zones.choices(self.instance.time_zone)
        )
        self.fields["extra_time"].widget.attrs.update(min="1", max="3", step="0.05")
        self.fields["display_name"].widget.attrs["autocomplete"] = "nickname"
        self.initial["follow_device"] = not self.instance.time_zone_chosen

    def changes(self) -> dict:
        """What goes into the row."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class ZoneForm(forms.Form):
    time_zone = forms.CharField(max_length=64, validators=[validate_time_zone])


class ClaimForm(forms.Form):
    email = EmailField(label="E-mail", required=True)
    password = forms.CharField(
        label="Password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least 10 characters; a short sentence is best.",
    )

    def clean_email(self) -> str:
        email = get_adapter().clean_email(self.cleaned_data["email"])
        if filter_users_by_email(email):
            raise ValidationError(TAKEN)
        return email

    def clean(self) -> dict:
        facts = super().clean()
        if "password" in facts:
            person = User(email=facts.get("email"))
            try:
                password_validation.validate_password(facts["password"], person)
            except ValidationError as error:
                self.add_error("password", error)
        return facts


class DeleteForm(forms.Form):
    word = forms.CharField(
        label=f"Type the word “{rules.DELETE_WORD}”",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
        error_messages={"required": f"Type the word “{rules.DELETE_WORD}” to go on."},
    )

    def clean_word(self) -> str:
        word = self.cleaned_data["word"].strip().lower()
        if word != rules.DELETE_WORD:
            raise ValidationError(
                f"Type the word “{rules.DELETE_WORD}” to go on; nothing was deleted."
            )
        return word
