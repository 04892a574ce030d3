"""The bytes that statements refer to."""

from collections.abc import Iterable

from hub.rooms.academy.engine.attachments import Part
from hub.rooms.academy.models import Attachment


def attachments_of(hashes: Iterable[str], city: int = 0) -> tuple[Part, ...]:
    """What a city holds of some hashes (0: what anybody holds), each once, in their order and spelt as asked; those not held are left out."""
    asked = tuple(dict.fromkeys(hashes))
    rows = Attachment.objects.filter(sha2__in={sha2.lower() for sha2 in asked})
    held = {row.sha2: row for row in (rows.filter(city=city) if city else rows)} if asked else {}
    return tuple(
        Part(row.content_type, bytes(row.content), sha2)
        for sha2 in asked
        if (row := held.get(sha2.lower())) is not None
    )
