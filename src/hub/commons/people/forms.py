"""What people can say about themselves."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hub.commons.people.models import Person


class AccountForm(forms.ModelForm):
    """Name and language."""

    class Meta:
        model = Person
        fields = ("first_name", "last_name", "language")


class ErasureForm(forms.Form):
    """The address typed once more, so that nobody erases an account by a slip."""

    email = forms.EmailField(
        label=_("Type your e-mail address to confirm"), widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, *args: object, person: Person, **kwargs: object):
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.person = person

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].strip().lower()
        if email != self.person.email.lower():
            raise forms.ValidationError(
                _(
                    "You typed %(found)s, but this account belongs to %(allowed)s. Type that address, or leave this page."
                ),
                params={"found": email, "allowed": self.person.email},
            )
        return email
