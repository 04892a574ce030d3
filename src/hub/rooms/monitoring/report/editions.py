"""Build an edition of the site: the run with its steps, the report in every language, and its pages."""

import json
import traceback
import zipfile
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from hub.commons.documents.document import Document, charts_of
from hub.commons.documents.print import print_report
from hub.commons.documents.web import draw_document, render_report, render_section
from hub.commons.jobs.shards import open_executor
from hub.commons.ui.charts import Drawing
from hub.kit.errors import InputRefused, Problem
from hub.rooms.monitoring.actions.editions import fail_edition, finish_edition, note_progress
from hub.rooms.monitoring.engine.observations import InputFile
from hub.rooms.monitoring.engine.run import Run
from hub.rooms.monitoring.files.builds import new_folder, run_intake, write_run
from hub.rooms.monitoring.files.frameworks import parse_framework
from hub.rooms.monitoring.files.intake import Intake, notes_by_place
from hub.rooms.monitoring.files.places import build_places, read_retired
from hub.rooms.monitoring.files.recipes import parse_recipe
from hub.rooms.monitoring.files.workbench import write_workbench
from hub.rooms.monitoring.models import Edition, Round
from hub.rooms.monitoring.phrases import say
from hub.rooms.monitoring.queries import rounds as reads
from hub.rooms.monitoring.queries.editions import folder_of
from hub.rooms.monitoring.report.sections.build import build_document

# Archives carry no time of their own making, so that the same run gives the same bytes.
ZIP_TIME = (1980, 1, 1, 0, 0, 0)


def build_edition(edition_id: int) -> None:
    """Build an edition that was begun; on failure note why. All of it appears, or nothing."""
    edition = Edition.objects.select_related("round").get(pk=edition_id)
    try:
        with open_executor(cluster=settings.HUB_CLUSTER, workers=settings.HUB_WORKERS) as executor:
            run = run_round(edition.round)
            note_progress(edition, 10)
            with new_folder(folder_of(edition)) as folder:
                write_run(run, folder, "en")
                write_workbench(run, folder)
                _zip(folder / "package", folder / "package.zip")
                _write_languages(edition, run, folder, executor)
    except (InputRefused, Problem) as problem:
        fail_edition(edition, say(problem))
        return
    except Exception:
        # The task may be lost to sight; the edition's own page must say that it failed before the worker logs why.
        fail_edition(edition, traceback.format_exc(limit=-1).splitlines()[-1])
        raise
    counts = {name: int(run.counts[name]) for name in run.counts}
    finish_edition(edition, run_id=run.id, counts=counts | {"indicators": len(run.framework.indicators)})


def run_round(asked: Round) -> Run:
    """Do every step of a round's recipe on the observations that are current in it."""
    recipe, framework = parse_recipe(asked.recipe), parse_framework(asked.framework)
    observations = reads.observations_of(asked)
    retired = read_retired(notes_by_place(observations), recipe)
    places = build_places(observations.places, reads.place_rows_of(asked), retired, recipe)
    files = tuple(
        InputFile(name, one.sha256, one.rows, "observations", one.format)
        for name, one in zip(reads.file_names_of(asked), reads.files_of(asked), strict=True)
    )
    return run_intake(recipe, framework, Intake(observations, places, (), files))


def _write_languages(edition: Edition, run: Run, folder: Path, executor: Executor) -> None:
    languages: Sequence[str] = [code for code, _name in settings.LANGUAGES]
    for number, language in enumerate(languages, 1):
        document = build_document(run, language)
        drawings = draw_document(list(charts_of(document)), executor)
        (folder / f"report-{language}.html").write_text(render_report(document, drawings))
        (folder / f"report-{language}.pdf").write_bytes(print_report(document, drawings))
        _write_pages(document, drawings, folder / "pages" / language)
        note_progress(edition, 10 + 90 * number // len(languages))


def _write_pages(document: Document, drawings: Mapping[str, Drawing], folder: Path) -> None:
    """The sections of a report as pieces of markup for the pages of the site, and a list of them."""
    folder.mkdir(parents=True)
    with override(document.language):
        trace_base = reverse("monitoring:find_trace")
    contents = []
    for section in document.sections:
        markup = render_section(document, section, trace_base=trace_base, heading=0, drawings=drawings)
        (folder / f"{section.code}.html").write_text(markup)
        contents.append(
            {"code": section.code, "title": section.title, "level": section.level, "listing": section.listing}
        )
    (folder / "contents.json").write_text(json.dumps(contents, ensure_ascii=False))


def _zip(source: Path, target: Path) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(path for path in source.rglob("*") if path.is_file()):
            archive.writestr(
                zipfile.ZipInfo(file.relative_to(source).as_posix(), ZIP_TIME), file.read_bytes(), zipfile.ZIP_DEFLATED
            )
