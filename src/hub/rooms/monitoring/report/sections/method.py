"""Method: the steps in the order in which they were done, each in a sentence with its parameters."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from hub.commons.documents.document import Column, Points, Row, Section, Table, Text
from hub.commons.documents.figures import write_day
from hub.rooms.monitoring.engine.framework import INDEX, Node
from hub.rooms.monitoring.engine.keys import ALL
from hub.rooms.monitoring.engine.recipe import Plan
from hub.rooms.monitoring.report.sections import steps, varied
from hub.rooms.monitoring.report.sections.reading import Reading

Say = Callable[[Reading, Plan], str]
WEIGHT_DIGITS = 4


def method_sections(reading: Reading) -> list[Section]:
    """How the figures came about, and what each of them weighs."""
    return [_steps(reading), _weights(reading)]


def _steps(reading: Reading) -> Section:
    recipe = reading.run.recipe
    said = {
        "day": write_day(recipe.vintage.date, reading.language),
        "years": steps.number_of(reading, recipe.vintage.maximum_age_years),
    }
    first = (
        _(
            "Select: for every place and indicator, the newest value whose period ends on or before %(day)s and "
            "not more than %(years)s years earlier."
        )
        % said
    )
    points = (first, *(STEPS[plan.do](reading, plan) for plan in recipe.plans))
    text = Text(
        (
            _(
                "The steps below were declared before the calculation, in a recipe that is part of the run, and "
                "done in this order. What went into every step and what came out of it is kept, and the whole "
                "run can be repeated to the last digit."
            ),
            _(
                "They follow the Handbook on Constructing Composite Indicators of OECD and the Joint Research "
                "Centre (2008)."
            ),
        )
    )
    return Section("method", _("Method"), 1, (text, Points(points, ordered=True)), opens_page=True)


STEPS: Mapping[str, Say] = {
    "denominate": steps.say_denominate,
    "screen": steps.say_screen,
    "impute": steps.say_impute,
    "treat": steps.say_treat,
    "normalise": steps.say_normalise,
    "weigh": steps.say_weigh,
    "aggregate": steps.say_aggregate,
    "rank": steps.say_rank,
    "uncertainty": varied.say_uncertainty,
    "sensitivity": varied.say_sensitivity,
}


def _weights(reading: Reading) -> Section:
    rows = []
    for area in reading.areas:
        rows.append(_weight(reading, area, "group"))
        rows += [
            _weight(reading, node, "plain")
            for node in reading.indicators_of(area)
            if node.code in reading.run.effective
        ]
    columns = (Column(_("Area or indicator"), share=3), Column(_("Share of the index, 0 to 1"), "number", 1.2))
    text = Text(
        (
            _(
                "What each area and each indicator weighs in the index of a place that has a value for all of "
                "them; where a value is missing, the others of its area weigh more."
            ),
        )
    )
    index = {"index": reading.name(reading.run.framework.node(INDEX))}
    return Section(
        "weights", _("Weights"), 2, (text, Table(_("Weights in the %(index)s") % index, columns, tuple(rows)))
    )


def _weight(reading: Reading, node: Node, kind: Any) -> Row:
    weight = reading.figure(reading.run.effective[node.code], ALL, node.code, "weight", digits=WEIGHT_DIGITS)
    return Row((reading.name(node), weight), reading.stem(ALL, node.code), kind)
