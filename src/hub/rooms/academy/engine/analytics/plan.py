"""How an export is cut into shards of bounded size: small cities together, a large one in pieces."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

# Bounds the memory of a shard: about 150 bytes an event while it is counted.
MOST_EVENTS = 1_000_000


@dataclass(frozen=True, slots=True)
class Source:
    """A file of the export: its city, rows, and a mark that differs whenever its content does."""

    path: str
    city: str
    rows: int
    mark: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows of a file, from `first` to before `last`."""

    source: Source
    first: int
    last: int

    @property
    def rows(self) -> int:
        return self.last - self.first

    @property
    def is_whole(self) -> bool:
        return self.rows == self.source.rows


@dataclass(frozen=True, slots=True)
class Shard:
    """What is read at once: all of some cities, or a piece of one."""

    stretches: tuple[Stretch, ...]

    @property
    def rows(self) -> int:
        return sum(one.rows for one in self.stretches)


@dataclass(frozen=True, slots=True)
class Plan:
    """Shards of whole cities, and for each city that was cut its pieces."""

    whole: tuple[Shard, ...]
    cut: tuple[tuple[Shard, ...], ...]


def plan_shards(sources: Iterable[Source], *, most: int = MOST_EVENTS) -> Plan:
    """Cut an export; the same files give the same shards in any order, on any number of workers.

    most  events of a shard; only a city that has more is cut, into pieces of nearly equal size
    """
    ordered = sorted((source for source in sources if source.rows), key=lambda source: (source.city, source.path))
    cities = [[Stretch(one, 0, one.rows) for one in files] for _, files in groupby(ordered, lambda one: one.city)]
    cut = [city for city in cities if _rows(city) > most]
    small = [city for city in cities if _rows(city) <= most]
    return Plan(tuple(_bundled(small, most)), tuple(tuple(_pieces(city, most)) for city in cut))


def _rows(stretches: Sequence[Stretch]) -> int:
    return sum(one.rows for one in stretches)


def _bundled(cities: Sequence[Sequence[Stretch]], most: int) -> Iterable[Shard]:
    held: list[Stretch] = []
    rows = 0
    for city in cities:
        rows += _rows(city)
        if held and rows > most:
            yield Shard(tuple(held))
            held, rows = [], _rows(city)
        held.extend(city)
    if held:
        yield Shard(tuple(held))


def _pieces(city: Sequence[Stretch], most: int) -> Iterable[Shard]:
    rows = _rows(city)
    count = -(-rows // most)
    for piece in range(count):
        yield Shard(tuple(_between(city, rows * piece // count, rows * (piece + 1) // count)))


def _between(city: Sequence[Stretch], first: int, last: int) -> Iterable[Stretch]:
    """Rows of a city's files, counted through."""
    before = 0
    for one in city:
        low, high = max(first - before, 0), min(last - before, one.rows)
        if low < high:
            yield Stretch(one.source, low, high)
        before += one.rows
