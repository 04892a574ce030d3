"""`hub xapi analyse`: every course in every city of an export, through the executor of the Hub."""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from hub.commons.jobs.shards import run_shards
from hub.kit.errors import DataProblem
from hub.rooms.academy.engine.analytics.plan import MOST_EVENTS, Shard, plan_shards
from hub.rooms.academy.engine.analytics.summary import Summary, stack_summaries
from hub.rooms.academy.files.analytics.exports import Export, read_export
from hub.rooms.academy.files.analytics.jobs import Cities, Job, Piece, Pieces, marks_of, name_of, run_job
from hub.rooms.academy.files.analytics.keeping import drop_others, read_summary
from hub.rooms.academy.files.analytics.reading import ShardUnreadable
from hub.rooms.academy.files.analytics.tables import write_courses

KEPT = ".shards"
COURSES = "courses.csv"


@dataclass(frozen=True, slots=True)
class Analysis:
    """What came of a run: `found` of its `jobs` were there from an earlier one."""

    path: Path
    summary: Summary
    jobs: int
    found: int


@dataclass(frozen=True, slots=True)
class Work:
    """Jobs by wave: the second needs what the first has kept. `results` are the names of the summaries."""

    first: tuple[Job, ...]
    second: tuple[Job, ...]
    results: tuple[str, ...]


def analyse_export(
    folder: Path,
    out: Path,
    *,
    open_pool: Callable[[], AbstractContextManager[Executor | None]],
    progress: Callable[[int, int], None] = lambda done, of: None,
    most: int = MOST_EVENTS,
) -> Analysis:
    """Count an export and write `courses.csv` into `out`; shards that an earlier run has done there are not done again.

    open_pool  called once, and only if something is left to do; its machines see both folders under the same paths. Where it
               gives None, all is done in this process
    most       events of a shard
    Raises DataProblem `export_absent`, `export_unreadable` and those of `read_manifest`.
    """
    kept = out.resolve() / KEPT
    work = _work_of(read_export(folder.resolve()), kept, most)
    kept.mkdir(parents=True, exist_ok=True)
    waves = [[job for job in wave if not job.is_done] for wave in (work.first, work.second)]
    jobs, left = len(work.first) + len(work.second), sum(map(len, waves))
    progress(jobs - left, jobs)
    if left:
        try:
            _run(waves, open_pool, lambda done: progress(jobs - left + done, jobs))
        except ShardUnreadable as fault:
            raise DataProblem("export_unreadable", file=fault.file, found=fault.found) from None
    summary = stack_summaries([read_summary(kept, name) for name in work.results])
    write_courses(out / COURSES, summary)
    drop_others(kept, work.results)
    return Analysis(out / COURSES, summary, jobs, jobs - left)


def _work_of(export: Export, kept: Path, most: int) -> Work:
    plan, place = plan_shards(export.sources, most=most), str(kept)

    def name(shard: Shard, kind: str) -> str:
        return name_of(kind, export.mark, *marks_of(shard))

    whole = [Cities(place, name(shard, "cities"), shard, export.voided) for shard in plan.whole]
    pieces: list[Job] = []
    joined = []
    for shards in plan.cut:
        parts = [Piece(place, name(shard, "piece"), shard, export.voided) for shard in shards]
        names = tuple(part.name for part in parts)
        joined.append(Pieces(place, name_of("pieces", *names), names))
        # a city that is there already needs none of its pieces
        pieces += [] if joined[-1].is_done else parts
    # Pieces are the largest shards; those that are left at the end should be small.
    whole.sort(key=lambda job: -job.shard.rows)
    return Work((*pieces, *whole), tuple(joined), tuple(job.name for job in (*joined, *whole)))


def _run(
    waves: Sequence[Sequence[Job]],
    open_pool: Callable[[], AbstractContextManager[Executor | None]],
    progress: Callable[[int], None],
) -> None:
    done = 0
    with open_pool() as executor:
        for wave in waves:
            run_shards(run_job, wave, executor=executor, progress=partial(_add, progress, done))
            done += len(wave)


def _add(progress: Callable[[int], None], before: int, done: int, _of: int) -> None:
    progress(before + done)
