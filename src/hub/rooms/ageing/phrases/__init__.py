"""What the engine and the files found, said to people: one sentence for what was found, one for the cure."""

from collections.abc import Mapping

from hub.commons.documents import phrases as documents
from hub.commons.languages.phrases import Phrase, Phrasebook
from hub.commons.sources import phrases as sources
from hub.commons.tables import phrases as tables
from hub.rooms.ageing.phrases import (
    checking,
    cities,
    demand,
    fetching,
    graduating,
    indicators,
    intake,
    outlook,
    projecting,
    readiness,
    trajectories,
)

FINDINGS: Mapping[str, Phrase] = {
    **tables.PHRASES,
    **sources.PHRASES,
    **documents.PHRASES,
    **graduating.PHRASES,
    **projecting.PHRASES,
    **cities.PHRASES,
    **trajectories.PHRASES,
    **indicators.PHRASES,
    **demand.PHRASES,
    **readiness.PHRASES,
    **checking.PHRASES,
    **intake.PHRASES,
    **fetching.PHRASES,
    **outlook.PHRASES,
}
BOOK = Phrasebook(FINDINGS)
say, say_finding, cure_of = BOOK.say, BOOK.say_finding, BOOK.cure_of
