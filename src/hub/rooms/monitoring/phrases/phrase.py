"""The shape of a phrase."""

from typing import NamedTuple

from django.utils.functional import Promise


class Phrase(NamedTuple):
    """What was found (with what is allowed where that helps), and the cure."""

    sentence: Promise | str
    cure: Promise | str
