"""Link: one step of the way back from a printed figure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hub.rooms.monitoring.engine.observations import Observation


@dataclass(frozen=True, slots=True)
class Link:
    """One step back: what the figure was at this point and what it came from.

    code         which sentence says it (`phrases.py`): link_rank, link_score, link_normalised, link_treated ...
    key          key of this figure where it has one of its own
    observation  the row that was read, for link_observation and link_passed_over
    """

    code: str
    value: float | None = None
    key: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    observation: Observation | None = None
    children: tuple["Link", ...] = ()
