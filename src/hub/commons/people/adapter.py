"""How sign-in behaves where allauth leaves a choice."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from hub.commons.people.models import Person


class AccountAdapter(DefaultAccountAdapter):
    """Keeps the language in which somebody signed up, so that mail reaches them in it."""

    def save_user(self, request: HttpRequest, user: Person, form: object, commit: bool = True) -> Person:
        user.language = request.LANGUAGE_CODE
        return super().save_user(request, user, form, commit)
