"""Faults, findings and traces as lines of a terminal."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError
from django.utils.translation import gettext

from hub.commons.languages.phrases import where_of
from hub.kit.errors import DataProblem, Finding, InputRefused, Problem
from hub.rooms.monitoring.engine.links import Link
from hub.rooms.monitoring.engine.observations import Observation
from hub.rooms.monitoring.engine.run import Run
from hub.rooms.monitoring.files.sources import SourceFile
from hub.rooms.monitoring.phrases import say, say_finding, say_link

# Exit code of a command whose input was refused; 1 is for what no person can mend.
REFUSED = 2
# Links of the same kind that are printed under one figure, unless all are asked for.
MOST_SIBLINGS = 12


def refusal(problem: Problem) -> CommandError:
    """The problem as a readable list: where, what was found, and the cure."""
    lines = [say(problem)]
    if isinstance(problem, InputRefused):
        lines += finding_lines(problem.findings)
    return CommandError("\n".join(lines), returncode=REFUSED)


def finding_lines(findings: Iterable[Finding]) -> list[str]:
    """One line a finding."""
    lines = []
    for finding in findings:
        more = gettext("(and %(others)s more)") % {"others": finding.others} if finding.others else ""
        where = where_of(finding)
        lines.append(" ".join(part for part in (f"  {where}:" if where else " ", say_finding(finding), more) if part))
    return lines


def check_language(language: str) -> str:
    """A language of the site; DataProblem("language_unknown")."""
    allowed = [code for code, _ in settings.LANGUAGES]
    if language not in allowed:
        raise DataProblem("language_unknown", found=language, allowed=", ".join(allowed))
    return language


def trace_lines(link: Link, run: Run, language: str, *, everything: bool = False, depth: int = 0) -> Iterator[str]:
    """The tree of a trace, one line a link, indented by depth."""
    value = "–" if link.value is None else f"{link.value:.15g}"
    key = f"  [{link.key}]" if link.key else ""
    sentence = say_link(link, run, language).rstrip(".。")
    yield f"{'  ' * depth}{sentence}: {value}{_row(link.observation)}{key}"
    shown = link.children if everything else link.children[:MOST_SIBLINGS]
    for child in shown:
        yield from trace_lines(child, run, language, everything=everything, depth=depth + 1)
    if len(shown) < len(link.children):
        left = {"others": len(link.children) - len(shown)}
        yield "  " * (depth + 1) + gettext("… and %(others)s more (--all shows them)") % left


def _row(observation: Observation | None) -> str:
    if observation is None:
        return ""
    said = {"file": observation.file, "row": observation.row, "period": observation.period}
    return " " + gettext("(%(period)s; %(file)s, row %(row)s)") % said


def source_lines(observations: Sequence[Observation], run: Run, paths: Sequence[str]) -> Iterator[str]:
    """Whether the source files still say the same, one line a file."""
    sentences: dict[str, Callable[[], str]] = {
        "source_matches": lambda: gettext("%(file)s: %(count)s rows read again, same content."),
        "source_changed": lambda: gettext("%(file)s: %(count)s rows have CHANGED since the run, first row %(row)s."),
        "source_absent": lambda: gettext("%(file)s: no longer there, %(count)s rows could not be compared."),
    }
    by_name = {Path(path).name: Path(path) for path in paths}
    for name in dict.fromkeys(one.file for one in observations):
        source = SourceFile(by_name.get(name, Path(name)), run.recipe)
        found: dict[str, list[int]] = {}
        for one in observations:
            if one.file == name:
                found.setdefault(source.compare(one), []).append(one.row)
        for code, rows in found.items():
            yield sentences[code]() % {"file": name, "count": len(rows), "row": rows[0]}
