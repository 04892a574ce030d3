"""What was assumed on the way, as codes and parameters that the room's phrases turn into sentences."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Assumption:
    """One assumption. `part` is what it is about: base, fertility, mortality, migration, interval, total."""

    part: str
    code: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
