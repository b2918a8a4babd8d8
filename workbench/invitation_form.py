from django import forms


class InvitationForm(forms.Form):
    """Shape only: is this an address at all?"""

    email = forms.EmailField(
        label="E-mail address",
        help_text="Whoever has it here finds your invitation at their workbench.",
        error_messages={"invalid": "Write a whole address, such as ada@example.org."},
    )
