"""Two editions of one round, what lies between them, and how far each place moved beyond its band."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from hub.rooms.monitoring.engine.change import Change, ChangeSummary, RankBands, Stages, decompose, index_change_summary
from hub.rooms.monitoring.engine.panel import Panel
from hub.rooms.monitoring.engine.places import Reason
from hub.rooms.monitoring.engine.uncertainty import Bands


@dataclass(frozen=True, eq=False)
class Editions:
    """Two editions and what lies between them.

    stages          scores of the index and of every level that is ranked, see `change.Stages`
    panels          which observation stood for each place and indicator in the earlier and in the later edition
    bands           of both, so that no two ranks are compared without them
    """

    earlier: date
    later: date
    stages: Stages
    change: Change
    summary: ChangeSummary
    bands: tuple[Bands, Bands]
    panels: tuple[Panel, Panel]


def editions_of(
    earlier: date,
    later: date,
    stages: Stages,
    both: tuple[Bands, Bands],
    *,
    panels: tuple[Panel, Panel],
    reasons: dict[str, Reason],
) -> Editions:
    """The same from stages and bands that are known already, e.g. read back from a folder."""
    summary = index_change_summary(_rank_bands(both[0]), _rank_bands(both[1]))
    return Editions(earlier, later, stages, decompose(stages, reasons), summary, both, panels)


def _rank_bands(found: Bands) -> RankBands:
    return RankBands(found.places, np.array(found.low[:, 0]), np.array(found.high[:, 0]))
