"""Sentences for the problems of accounts."""

from django.utils.translation import gettext_lazy as _

from hub.kit.errors import Problem

PHRASES = {
    "erasure_not_allowed": _("An account can be erased by its owner only. Sign in with that account."),
    "last_administrator": _(
        "This is the only administrator. Make somebody else administrator first, then erase this account."
    ),
}


def say(problem: Problem) -> str:
    """The sentence for a problem, in the reader's language."""
    return str(PHRASES[problem.code]) % problem.parameters
