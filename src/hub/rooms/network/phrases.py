"""Sentences of the room: problems, reasons, events, in the reader's language."""

from django.utils.translation import gettext_lazy as _

from hub.kit.errors import Problem

PROBLEMS = {
    "shipped_file_missing": _(
        "The file %(found)s of %(producer)s is not in %(where)s. It comes with the Hub: install the Hub again."
    ),
    "provenance_missing": _("%(found)s in %(where)s has no .toml beside it that says where it comes from. Add one."),
}


def say(problem: Problem) -> str:
    """The sentence for a problem: what was found, what is allowed, where, and the cure."""
    return str(PROBLEMS[problem.code]) % problem.parameters
