"""Keeping the bytes that came with statements."""

from collections.abc import Sequence

from hub.rooms.academy.engine.attachments import Part
from hub.rooms.academy.models import Attachment


def store_attachments(parts: Sequence[Part], city: int = 0) -> None:
    """Keep contents of a city by their hash; what is held stays as it is. Part of the caller's transaction.

    In the order of the hashes, so that two requests with the same contents wait for one another and never in a circle.
    """
    rows = [
        Attachment(city=city, sha2=part.sha2, content_type=part.content_type, content=part.content)
        for part in sorted(parts, key=lambda part: part.sha2)
    ]
    if rows:
        Attachment.objects.bulk_create(rows, ignore_conflicts=True)
