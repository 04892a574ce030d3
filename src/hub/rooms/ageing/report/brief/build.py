"""The four pages put together."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import override

from hub.commons.documents.document import Document
from hub.rooms.ageing.engine.city.scenarios import Scenario, usual_scenarios
from hub.rooms.ageing.queries.readings import Readiness
from hub.rooms.ageing.report.brief.coming import coming_sections
from hub.rooms.ageing.report.brief.grounds import grounds_sections
from hub.rooms.ageing.report.brief.indicators import indicator_sections
from hub.rooms.ageing.report.brief.learning import learning_section
from hub.rooms.ageing.report.brief.ready import readiness_section
from hub.rooms.ageing.report.demand import DemandPage
from hub.rooms.ageing.report.outlook import Subject, document_of, subtitle_of


def brief_document(
    subject: Subject,
    *,
    demand: DemandPage | None = None,
    readiness: Readiness | None = None,
    scenarios: Sequence[Scenario] | None = None,
    trace: str = "",
) -> Document:
    """The council brief of an outlook, four pages of print.

    demand     learning places; None where there is nothing to tell, and the brief says what to send
    readiness  what the place says of how ready it is; None where it says nothing
    scenarios  what is supposed on the second page; None takes the usual ones
    trace      address that a key is put behind to see where its figure comes from
    Raises the DataProblems of scenarios.
    """
    asked = usual_scenarios(subject.summary.years) if scenarios is None else scenarios
    with override(subject.language):
        sections = (
            *coming_sections(subject),
            *indicator_sections(subject, asked),
            learning_section(subject, demand),
            readiness_section(readiness, subject.language),
            *grounds_sections(subject, demand),
        )
        place = subject.outlook.place.name
        title = _("How %(name)s ages: a brief for the council") % {"name": place}
        document = document_of(subject, sections, title=title, subtitle=subtitle_of(subject))
        keys = _(
            "Each figure with a key can be looked up: it leads to what it means, who defines it so, and its range."
        )
        made = _("Made with the Learning Cities Hub %(version)s.") % {"version": subject.outlook.version}
        return replace(document, layout="brief", trace=trace, imprint=(f"{keys} {made}",))
