"""What-ifs: whose they are, how far they are, and what came of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404

from hub.commons.people.models import Person
from hub.commons.people.visitors import Visitor
from hub.rooms.monitoring.models import Edition, WhatIf
from hub.rooms.monitoring.rules import places_answered


def whatif_of(edition: Edition, number: int, person: Visitor) -> WhatIf:
    """One what-if of an edition, for the person who began it; Http404 for anybody else."""
    found = WhatIf.objects.select_related("edition").filter(edition=edition, pk=number).first()
    if found is None or not person.has_perm("monitoring.read_whatif", found):
        raise Http404
    return found


def first_place_of(person: Visitor, edition: Edition, scored: Sequence[str]) -> str:
    """Code of the first scored place that a person answers for in the round of an edition; blank where there is none."""
    return min(places_answered(person, edition.round) & set(scored), default="")


def whatifs_begun_by(person: Visitor, edition: Edition) -> list[WhatIf]:
    """The what-ifs of a person on an edition, newest first, without their results."""
    if not person.is_authenticated:
        return []
    return list(WhatIf.objects.filter(person=person, edition=edition).defer("result", "multipliers"))


@dataclass(frozen=True, slots=True)
class WhatIfRow:
    """A place in the result: nominal rank, then the ranks over all replications; `top_percent` in per cent."""

    place: str
    rank: int
    median: float
    low: float
    high: float
    top_percent: float


def rows_of(whatif: WhatIf) -> list[WhatIfRow]:
    """The result, best rank first; places without a score are not in it."""
    result = whatif.result
    columns = zip(*(result[name] for name in ("places", "rank", "median", "low", "high", "top")), strict=True)
    rows = [
        WhatIfRow(place, rank, median, low, high, 100 * top) for place, rank, median, low, high, top in columns if rank
    ]
    return sorted(rows, key=lambda row: (row.rank, row.place))


def whatifs_held_of(person: Person) -> list[dict[str, Any]]:
    """What the room holds of a person's what-ifs, for the copy that the person may ask for."""
    fields = ("edition__code", "multipliers", "normalisation", "aggregation", "place", "replications", "created_at")
    return [dict(row) for row in WhatIf.objects.filter(person=person).order_by("pk").values(*fields)]
