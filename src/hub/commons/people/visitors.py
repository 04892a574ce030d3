"""Who is asking: anybody, or somebody who has signed in."""

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from hub.commons.people.models import Person

Visitor = Person | AnonymousUser


def signed_in(request: HttpRequest) -> Person:
    """The person who asks; PermissionDenied for anybody who has not signed in."""
    if isinstance(request.user, Person):
        return request.user
    raise PermissionDenied
