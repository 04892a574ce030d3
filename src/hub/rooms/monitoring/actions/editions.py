"""The life of an edition: begun, built (or failed), published."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from hub.commons.history.actions import save_as
from hub.commons.people.models import Person
from hub.kit.errors import Problem
from hub.rooms.monitoring.models import Edition, Round
from hub.rooms.monitoring.models.editions import EditionState
from hub.rooms.monitoring.rules import is_staff


@transaction.atomic
def begin_edition(actor: Person | None, round: Round, *, code: str, titles: Mapping[str, str]) -> Edition:
    """Begin an edition of a round; building it is put off to `report.editions.build_edition`."""
    _require_staff(actor)
    if Edition.objects.filter(code=code).exists():
        raise Problem("edition_exists", found=code)
    if not round.observations.exists():
        raise Problem("round_without_observations", round=round.title)
    edition = Edition(round=round, code=code, titles=dict(titles), is_synthetic=round.is_synthetic)
    save_as(actor, edition, "monitoring.begin_edition")
    return edition


def note_progress(edition: Edition, percent: int) -> None:
    """Note how far a build has come; not part of the audit history."""
    Edition.objects.filter(pk=edition.pk, state=EditionState.BUILDING).update(progress=percent)


@transaction.atomic
def finish_edition(edition: Edition, *, run_id: str, counts: Mapping[str, int]) -> None:
    """Note that an edition was built and lies ready as a draft."""
    edition.refresh_from_db()
    edition.state, edition.run_id, edition.counts = EditionState.DRAFT, run_id, dict(counts)
    edition.progress, edition.fault, edition.built_at = 100, "", timezone.now()
    save_as(None, edition, "monitoring.finish_edition")


@transaction.atomic
def fail_edition(edition: Edition, fault: str) -> None:
    """Note why an edition could not be built."""
    edition.refresh_from_db()
    edition.state, edition.fault = EditionState.FAILED, fault
    save_as(None, edition, "monitoring.fail_edition")


@transaction.atomic
def publish_edition(actor: Person | None, edition: Edition) -> None:
    """Open a draft to everybody. A published edition is never changed: a correction is a new edition."""
    _require_staff(actor)
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    if edition.state != EditionState.DRAFT:
        raise Problem("edition_not_draft", found=edition.get_state_display())
    edition.state, edition.published_at = EditionState.PUBLISHED, timezone.now()
    save_as(actor, edition, "monitoring.publish_edition")


def _require_staff(actor: Person | None) -> None:
    if actor is not None and not is_staff(actor):
        raise Problem("edition_not_allowed")
