"""Trace keys: RUN.WHO.WHAT[:aspect], see docs/methods/tracing.md."""

import re
from dataclasses import dataclass

from hub.kit.errors import DataProblem

ALL = "@all"
ASPECTS = (
    *("value", "score", "rank", "low", "high", "median", "mean", "least", "most", "count", "top", "weight"),
    *("rank-low", "rank-median", "rank-high", "availability", "quartile-low", "quartile-high"),
    *("tier", "change", "change-revision", "change-data", "change-peers", "change-method"),
    *("score-earlier", "rank-earlier", "then-low", "then-high"),
    *("score-later", "rank-later", "later-low", "later-high"),
    *("correlation", "index-correl", "importance", "importance-ratio", "alpha", "component", "components"),
    *("examined", "flagged", "findings", "found", "limit", "inside", "band-width", "wide"),
)
# Codes carry no dot and no colon, because keys use them.
CODE = re.compile(r"[A-Za-z0-9_-]{1,32}")
_SHAPE = re.compile(
    r"(?P<run>[0-9a-f]{8})\.(?P<who>@?[A-Za-z0-9_-]{1,32})\.(?P<what>[A-Za-z0-9_-]{1,32})(?::(?P<aspect>[a-z-]{1,16}))?"
)


@dataclass(frozen=True, slots=True)
class Key:
    """A key taken apart. `who` is a place code, `@all`, or `@` and a group code; `aspect` is blank where not said."""

    run: str
    who: str
    what: str
    aspect: str = ""

    def __str__(self) -> str:
        return f"{self.run}.{self.who}.{self.what}" + (f":{self.aspect}" if self.aspect else "")


def read_key(text: str) -> Key:
    """Take a key apart; DataProblem("key_unreadable") where it does not have the shape."""
    shape = _SHAPE.fullmatch(text)
    if not shape:
        raise DataProblem("key_unreadable", found=text[:80], allowed="RUN.WHO.WHAT[:aspect]")
    if shape["aspect"] and shape["aspect"] not in ASPECTS:
        raise DataProblem("aspect_unknown", found=shape["aspect"], allowed=", ".join(ASPECTS))
    return Key(shape["run"], shape["who"], shape["what"], shape["aspect"] or "")
