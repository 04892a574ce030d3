"""May they?"""

from django.db.models import Model

from hub.commons.people.models import Person
from hub.kit.errors import Problem


class NotAllowed(Problem):
    """Somebody asked for what their role does not reach."""


def require(actor: Person, permission: str, thing: Model | None = None) -> None:
    """Go on only if the actor has the permission for the thing."""
    if not actor.is_authenticated or not actor.has_perm(permission, thing):
        raise NotAllowed("not_allowed", permission=permission)
