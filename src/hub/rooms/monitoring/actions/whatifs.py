"""The life of a what-if: begun, claimed by the background, done or failed; one that was interrupted begins again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext

from hub.commons.people.models import Person
from hub.kit.errors import Problem
from hub.rooms.monitoring.models import Edition, WhatIf
from hub.rooms.monitoring.models.whatifs import SILENCE, WhatIfState

LEAST_REPLICATIONS, MOST_REPLICATIONS = 1_000, 100_000
# Older ones of the same person are forgotten.
KEPT_A_PERSON = 10
AT_WORK = (WhatIfState.WAITING, WhatIfState.RUNNING)


@dataclass(frozen=True)
class Tried:
    """What is tried; `multipliers` node code -> factor of the published weight, blank methods are the edition's."""

    multipliers: Mapping[str, float] = field(default_factory=dict)
    normalisation: str = ""
    aggregation: str = ""
    place: str = ""


@transaction.atomic
def begin_whatif(actor: Person, edition: Edition, tried: Tried, *, replications: int, seed: int) -> WhatIf:
    """Begin a what-if; the work is put off to `report.whatifs.run_whatif`.

    Raises Problem: whatif_not_allowed, whatif_at_work, replications_out_of_range.
    """
    if not actor.has_perm("monitoring.begin_whatif", edition):
        raise Problem("whatif_not_allowed")
    if not LEAST_REPLICATIONS <= replications <= MOST_REPLICATIONS:
        raise Problem("replications_out_of_range", found=replications, low=LEAST_REPLICATIONS, high=MOST_REPLICATIONS)
    Person.objects.select_for_update().get(pk=actor.pk)
    _give_up_silent(actor)
    if WhatIf.objects.filter(person=actor, state__in=AT_WORK).exists():
        raise Problem("whatif_at_work")
    for old in WhatIf.objects.filter(person=actor)[KEPT_A_PERSON - 1 :]:
        old.delete()
    return WhatIf.objects.create(
        edition=edition,
        person=actor,
        multipliers=dict(tried.multipliers),
        normalisation=tried.normalisation,
        aggregation=tried.aggregation,
        place=tried.place,
        replications=replications,
        seed=seed,
    )


def _give_up_silent(actor: Person) -> None:
    """One that was interrupted, and that nobody looked at since, must not stand in the way of the next."""
    silent = WhatIf.objects.filter(person=actor, state__in=AT_WORK, heard_at__lt=timezone.now() - SILENCE)
    fault = gettext("It was interrupted, and another was begun.")
    silent.update(state=WhatIfState.FAILED, fault=fault, finished_at=timezone.now())


def claim_whatif(whatif_id: int) -> WhatIf | None:
    """Take a what-if to work on: a waiting one, or one whose worker has fallen silent. None where another has it."""
    silent = Q(state=WhatIfState.RUNNING, heard_at__lt=timezone.now() - SILENCE)
    free = WhatIf.objects.filter(Q(state=WhatIfState.WAITING) | silent, pk=whatif_id)
    if not free.update(state=WhatIfState.RUNNING, progress=0, heard_at=timezone.now()):
        return None
    return WhatIf.objects.select_related("edition").get(pk=whatif_id)


def note_whatif(whatif_id: int, share: float) -> None:
    """Note how far it has come, which is a sign of life too."""
    running = WhatIf.objects.filter(pk=whatif_id, state=WhatIfState.RUNNING)
    running.update(progress=min(max(share, 0.0), 1.0), heard_at=timezone.now())


def wake_whatif(whatif: WhatIf) -> bool:
    """Whether a silent what-if is to be put off once more; only one of several askers is told so."""
    silent = WhatIf.objects.filter(pk=whatif.pk, state__in=AT_WORK, heard_at__lt=timezone.now() - SILENCE)
    return bool(silent.update(state=WhatIfState.WAITING, progress=0, heard_at=timezone.now()))


def finish_whatif(whatif_id: int, result: Mapping[str, Any]) -> None:
    """Keep what came of it."""
    _end(whatif_id, state=WhatIfState.DONE, progress=1.0, result=dict(result))


def fail_whatif(whatif_id: int, fault: str) -> None:
    """Keep why nothing came of it."""
    _end(whatif_id, state=WhatIfState.FAILED, fault=fault)


def _end(whatif_id: int, **change: Any) -> None:
    now = timezone.now()
    WhatIf.objects.filter(pk=whatif_id, state__in=AT_WORK).update(heard_at=now, finished_at=now, **change)
