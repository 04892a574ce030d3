"""The whole document from a run."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from hub.commons.documents.document import Document, Note, Section
from hub.rooms.monitoring.engine.run import Run
from hub.rooms.monitoring.report.sections.annexes import annex_sections
from hub.rooms.monitoring.report.sections.audit import audit_sections
from hub.rooms.monitoring.report.sections.change import change_sections
from hub.rooms.monitoring.report.sections.findings import finding_sections
from hub.rooms.monitoring.report.sections.indicators import indicator_sections
from hub.rooms.monitoring.report.sections.method import method_sections
from hub.rooms.monitoring.report.sections.profiles import profile_sections
from hub.rooms.monitoring.report.sections.reading import Reading
from hub.rooms.monitoring.report.sections.regions import region_sections
from hub.rooms.monitoring.report.sections.summary import ranking_section, summary_sections


def build_document(run: Run, language: str) -> Document:
    """All sections of the report of a run, in one language."""
    with override(language):
        reading = Reading(run, language)
        sections = [
            *summary_sections(reading),
            *method_sections(reading),
            *audit_sections(reading),
            *finding_sections(reading),
            *region_sections(reading),
            *change_sections(reading),
            *indicator_sections(reading),
            *([ranking_section(reading)] if run.bands else []),
            *profile_sections(reading),
            *annex_sections(reading),
        ]
        titles = run.recipe.titles
        return Document(
            title=titles.get(language) or titles["en"],
            subtitle=_("Monitoring report on learning cities"),
            language=language,
            date=run.recipe.date,
            run=run.id,
            sections=tuple(_marked(sections, run.recipe.synthetic)),
            synthetic=run.recipe.synthetic,
            imprint=_imprint(),
        )


def _imprint() -> tuple[str, ...]:
    return (
        _("Made with the Learning Cities Hub, independent open-source software (Apache License 2.0)."),
        _("It is not a publication of UNESCO or of any other institution, and it uses no institution’s emblem."),
    )


def _marked(sections: list[Section], synthetic: bool) -> list[Section]:
    """A synthetic edition says so before its first figure."""
    if not synthetic:
        return sections
    note = Note("synthetic", _("Synthetic figures: invented for demonstration, they say nothing about any real city."))
    first = sections[0]
    return [
        Section(first.code, first.title, first.level, (note, *first.blocks), first.listing, first.opens_page),
        *sections[1:],
    ]
