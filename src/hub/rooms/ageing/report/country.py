"""A country's published figures, drawn for a place that has no outlook of its own."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from hub.rooms.ageing.engine.ages import GROUP_STARTS
from hub.rooms.ageing.engine.indicators.dependency import share_65
from hub.rooms.ageing.engine.indicators.profile import profile_of
from hub.rooms.ageing.engine.national import NationalFigures
from hub.rooms.ageing.report.basis import MEDIAN, Basis, Quantiles
from hub.rooms.ageing.report.pyramids import Pyramids


def country_basis(figures: NationalFigures, name: str, language: str) -> Basis:
    """What every caption of a country's figures says; `name` of the country in the language."""
    with override(language):
        base = date(int(figures.published_years[0]), 7, 1)
        return Basis(name, base, _("United Nations, World Population Prospects 2024"), language)


def country_pyramids(figures: NationalFigures) -> Pyramids:
    """The published pyramids, every fifth year, of the medium variant: one future, no range."""
    years = tuple(int(year) for year in figures.published_years)
    older = share_65(profile_of(figures.published, GROUP_STARTS))
    only = (MEDIAN,)
    return Pyramids(
        years=years,
        people=Quantiles(figures.published[..., None], only),
        older=Quantiles(older[:, None], only),
        base=years[0],
    )
