"""The two frameworks of readiness that ship with the room, read once."""

from functools import cache

from hub.rooms.ageing.files.frameworks import load_active_ageing, load_age_friendly
from hub.rooms.ageing.queries.readings import Frameworks


@cache
def shipped_frameworks() -> Frameworks:
    """The age-friendly indicators and the Active Ageing Index."""
    return Frameworks(load_age_friendly(), load_active_ageing())
