"""What the record store found, said to people: one sentence for what was found, one for the cure."""

from collections.abc import Mapping

from hub.commons.languages.phrases import Phrase, Phrasebook
from hub.commons.sources import phrases as sources
from hub.commons.tables import phrases as tables
from hub.rooms.academy.phrases import (
    analytics,
    attachments,
    credentials,
    documents,
    erasure,
    exports,
    forwarding,
    protocol,
    statements,
)

FINDINGS: Mapping[str, Phrase] = {
    **tables.PHRASES,
    **sources.PHRASES,
    **statements.PHRASES,
    **protocol.PHRASES,
    **credentials.PHRASES,
    **documents.PHRASES,
    **attachments.PHRASES,
    **forwarding.PHRASES,
    **exports.PHRASES,
    **erasure.PHRASES,
    **analytics.PHRASES,
}
BOOK = Phrasebook(FINDINGS)
say = BOOK.say
