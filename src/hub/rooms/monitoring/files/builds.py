"""From a recipe and files to a folder: all of it, or nothing."""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from hub.commons.tables.inputs import Input, open_input
from hub.kit.errors import DataProblem
from hub.rooms.monitoring.engine.framework import Framework
from hub.rooms.monitoring.engine.pipeline import Progress
from hub.rooms.monitoring.engine.pipeline import run as run_pipeline
from hub.rooms.monitoring.engine.recipe import Recipe
from hub.rooms.monitoring.engine.run import Run
from hub.rooms.monitoring.files.audits import write_audit
from hub.rooms.monitoring.files.frameworks import load_framework, parse_framework
from hub.rooms.monitoring.files.intake import Intake, read_round
from hub.rooms.monitoring.files.kept import read_lock
from hub.rooms.monitoring.files.packages import write_package
from hub.rooms.monitoring.files.recipes import load_recipe, parse_recipe
from hub.rooms.monitoring.files.steps import LOCK, write_steps

# The file by which an earlier run is told from other folders.
MARK = f"steps/{LOCK}"


@dataclass(frozen=True)
class Build:
    """A run, and the paths of all files that it was made from (the table of places beside them included)."""

    run: Run
    intake: Intake
    paths: tuple[Path, ...]


def build_run(
    recipe_reference: str,
    paths: Sequence[Path],
    *,
    seed: int | None = None,
    progress: Progress = lambda text: None,
) -> Build:
    """Read recipe, framework and inputs, and do every step. Raises InputRefused and DataProblem."""
    recipe = load_recipe(recipe_reference)
    framework = framework_of(recipe, recipe_reference)
    progress("intake")
    paths = with_place_table(paths, recipe)
    inputs = [open_input(path) for path in paths]
    intake = read_round(inputs, recipe, framework)
    run = run_intake(recipe, framework, intake, seed=seed, progress=progress)
    return Build(run, intake, tuple(paths))


def run_intake(
    recipe: Recipe,
    framework: Framework,
    intake: Intake,
    *,
    seed: int | None = None,
    progress: Progress = lambda text: None,
) -> Run:
    """Do every step on what the intake accepted."""
    return run_pipeline(
        recipe,
        framework,
        intake.observations,
        intake.places,
        inputs=intake.files,
        findings=intake.findings,
        seed=seed,
        progress=progress,
    )


def framework_of(recipe: Recipe, recipe_reference: str) -> Framework:
    """The framework that a recipe names: beside the recipe's own file first, then among the shipped ones."""
    beside = Path(recipe_reference).parent / recipe.framework
    return load_framework(str(beside) if beside.is_file() else recipe.framework)


def with_place_table(paths: Sequence[Path], recipe: Recipe) -> tuple[Path, ...]:
    """The inputs, and the table of places that lies beside the first one where none was given."""
    name = recipe.place_table.get("file", "")
    if not name or not paths or any(path.name == name for path in paths):
        return tuple(paths)
    beside = paths[0].parent / name
    return (*paths, beside) if beside.is_file() else tuple(paths)


@contextmanager
def new_folder(out: Path, mark: str = MARK) -> Iterator[Path]:
    """A folder to write into that takes the place of `out` when all went well, and is removed when not.

    An earlier run in `out`, told by the file `mark`, is replaced; other content is not touched: DataProblem("out_not_empty").
    """
    check_out(out, mark)
    out.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        draft.chmod(0o755)
        yield draft
        if out.exists():
            aside = draft.with_name(f"{draft.name}-old")
            out.rename(aside)
            draft.rename(out)
            shutil.rmtree(aside)
        else:
            draft.rename(out)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def check_out(out: Path, mark: str = MARK) -> None:
    """Refuse to replace anything but an earlier run or an empty folder."""
    if out.is_file():
        raise DataProblem("out_not_folder", path=str(out))
    if out.is_dir() and any(out.iterdir()) and not (out / mark).is_file():
        raise DataProblem("out_not_empty", path=str(out))


def write_run(run: Run, folder: Path, language: str) -> None:
    """steps/ and package/ of a run."""
    write_steps(run, folder / "steps")
    write_audit(run, folder / "steps")
    write_package(run, folder / "package", language)


def replay(out: Path, inputs: Sequence[Path], language: str, progress: Progress = lambda text: None) -> tuple[str, ...]:
    """Repeat a run from its lock and the input files, and name the files of steps/ and package/ whose bytes differ.

    Raises DataProblem: inputs_changed (naming the file), run_folder_unreadable.
    """
    lock = read_lock(out)
    sent = [open_input(path) for path in inputs]
    _check_inputs(sent, lock["inputs"])
    recipe, framework = parse_recipe(lock["recipe"]), parse_framework(lock["framework"])
    intake = read_round(sent, recipe, framework)
    run = run_intake(recipe, framework, intake, seed=lock["seed"], progress=progress)
    with tempfile.TemporaryDirectory() as folder:
        write_run(run, Path(folder), language)
        return _differences(Path(folder), out)


def _check_inputs(sent: Sequence[Input], locked: Sequence[dict[str, object]]) -> None:
    if len(sent) != len(locked):
        raise DataProblem("inputs_changed", found=len(sent), allowed=", ".join(str(one["name"]) for one in locked))
    for one, kept in zip(sent, locked, strict=True):
        if one.sha256 != kept["sha256"]:
            raise DataProblem("inputs_changed", found=one.name, allowed=kept["sha256"])


def _differences(again: Path, out: Path) -> tuple[str, ...]:
    names = sorted(
        {
            path.relative_to(root).as_posix()
            for root in (again, out)
            for part in ("steps", "package")
            for path in (root / part).rglob("*")
            if path.is_file()
        }
    )
    return tuple(
        name
        for name in names
        if not ((again / name).is_file() and (out / name).is_file())
        or (again / name).read_bytes() != (out / name).read_bytes()
    )
