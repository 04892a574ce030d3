"""What the executor is sent: each job reads files that every machine sees, and keeps its result in a folder that all share."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from hub.rooms.academy.engine.analytics.plan import Shard
from hub.rooms.academy.engine.analytics.summary import summarise
from hub.rooms.academy.engine.analytics.tallies import join
from hub.rooms.academy.files.analytics.keeping import is_kept, keep_summary, keep_tally, read_tally
from hub.rooms.academy.files.analytics.reading import tally_of

# Raised whenever the same files would give other results, so that nothing kept by an older release is taken for its own.
METHOD = 1


@dataclass(frozen=True, slots=True)
class Job:
    """A job and the name of its result: a hash of everything that the result depends on."""

    folder: str
    name: str

    def run(self) -> None:
        raise NotImplementedError

    @property
    def is_done(self) -> bool:
        return is_kept(Path(self.folder), self.name)


@dataclass(frozen=True, slots=True)
class Cities(Job):
    """Whole cities, from their files to their summary."""

    shard: Shard
    voided: str

    def run(self) -> None:
        keep_summary(Path(self.folder), self.name, summarise(tally_of(self.shard, voided=self.voided)))


@dataclass(frozen=True, slots=True)
class Piece(Job):
    """A piece of a large city, from its files to a tally."""

    shard: Shard
    voided: str

    def run(self) -> None:
        keep_tally(Path(self.folder), self.name, tally_of(self.shard, voided=self.voided))


@dataclass(frozen=True, slots=True)
class Pieces(Job):
    """A large city, from the tallies of its pieces to its summary."""

    pieces: tuple[str, ...]

    def run(self) -> None:
        folder = Path(self.folder)
        keep_summary(folder, self.name, summarise(join([read_tally(folder, name) for name in self.pieces])))


def run_job(job: Job) -> None:
    """The kernel. Run twice, on whatever machine, it leaves the same file."""
    job.run()


def name_of(*parts: object) -> str:
    return sha256("\x1f".join(map(str, (METHOD, *parts))).encode()).hexdigest()[:32]


def marks_of(shard: Shard) -> tuple[object, ...]:
    """What a shard's content depends on: not where its files are, but what is in them."""
    return tuple((one.source.mark, one.first, one.last) for one in shard.stretches)
