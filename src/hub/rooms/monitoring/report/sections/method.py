"""Method: the steps in the order in which they were done, each in a sentence with its parameters."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from hub.kit.figures import Figure
from hub.rooms.monitoring.engine.framework import INDEX, Node
from hub.rooms.monitoring.engine.keys import ALL
from hub.rooms.monitoring.engine.recipe import Plan
from hub.rooms.monitoring.report.document import Column, Points, Row, Section, Table, Text
from hub.rooms.monitoring.report.figures import write_day, write_figure
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
        "years": _number(reading, recipe.vintage.maximum_age_years),
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


def _number(reading: Reading, value: float, digits: int | None = None) -> str:
    """A parameter of the recipe: not a figure about a place, so it has no key."""
    if digits is None:
        digits = 0 if float(value).is_integer() else 2
    return write_figure(Figure(float(value), digits=digits), reading.language)


def _share(reading: Reading, value: float) -> str:
    return _number(reading, 100 * value, 0 if round(100 * value, 6).is_integer() else 1)


def _denominate(reading: Reading, plan: Plan) -> str:
    return _("Denominate: counts are divided by the size of the place, where the framework names a denominator.")


def _screen(reading: Reading, plan: Plan) -> str:
    said = {
        "indicators": _share(reading, plan.parameters["indicators"]),
        "places": _share(reading, plan.parameters["places"]),
    }
    return (
        _(
            "Screen: indicators are kept for which at least %(indicators)s%% of the places have a value; then "
            "places that have a value for at least %(places)s%% of those."
        )
        % said
    )


def _impute(reading: Reading, plan: Plan) -> str:
    if plan.method == "none":
        return _("Impute: gaps are not filled.")
    if plan.method in ("mean", "median"):
        sentences = {
            "mean": _("Impute: a gap is filled with the mean of all places."),
            "median": _("Impute: a gap is filled with the median of all places."),
        }
        return sentences[plan.method]
    grouping = next(one for one in reading.run.recipe.groupings if one.code == plan.parameters["grouping"])
    said = {
        "grouping": grouping.names.get(reading.language) or grouping.names["en"],
        "coverage": _share(reading, plan.parameters["coverage"]),
    }
    if plan.method == "group-median":
        return (
            _(
                "Impute: a gap is filled with the median of the group of the place (%(grouping)s), where at "
                "least %(coverage)s%% of that group have a value; other gaps stay gaps."
            )
            % said
        )
    return (
        _(
            "Impute: a gap is filled with the mean of the group of the place (%(grouping)s), where at least "
            "%(coverage)s%% of that group have a value; other gaps stay gaps."
        )
        % said
    )


def _treat(reading: Reading, plan: Plan) -> str:
    if plan.method == "none":
        return _("Treat: outliers are left as they are.")
    said = {name: _number(reading, plan.parameters[name]) for name in ("skewness", "kurtosis", "points")}
    return (
        _(
            "Treat: where an indicator has both a skewness beyond %(skewness)s and a kurtosis beyond "
            "%(kurtosis)s, up to %(points)s of its outermost values are drawn in to the next one; where that is "
            "not enough, the logarithm is taken."
        )
        % said
    )


def _normalise(reading: Reading, plan: Plan) -> str:
    said = {name: _number(reading, value) for name, value in plan.parameters.items() if isinstance(value, int | float)}
    sentences: Mapping[str, Callable[[], str]] = {
        "minmax": lambda: (
            _(
                "Normalise: every indicator is brought to a scale from %(low)s (the worst place) to %(high)s "
                "(the best place)."
            )
            % said
        ),
        "goalposts": lambda: (
            _("Normalise: every indicator is brought to a scale from %(low)s to %(high)s between two fixed goalposts.")
            % said
        ),
        "zscore": lambda: (
            _(
                "Normalise: every indicator is brought to a scale with mean %(mean)s and standard deviation "
                "%(deviation)s."
            )
            % said
        ),
        "rank": lambda: _("Normalise: every value is replaced by its rank."),
        "percentile-rank": lambda: _(
            "Normalise: every value is replaced by the share of places that it leaves behind."
        ),
        "borda": lambda: _("Normalise: every value is replaced by the number of places that it leaves behind."),
        "fraction-of-maximum": lambda: _("Normalise: every value is divided by the largest value of its indicator."),
        "distance-to-maximum": lambda: _(
            "Normalise: every value is replaced by its distance to the largest value of its indicator."
        ),
    }
    return sentences[plan.method]()


def _weigh(reading: Reading, plan: Plan) -> str:
    if plan.method == "equal":
        return _("Weigh: all indicators of an area weigh the same, and all areas weigh the same.")
    return _("Weigh: indicators and areas have the weights that the framework gives them.")


def _aggregate(reading: Reading, plan: Plan) -> str:
    sentences = {
        "arithmetic": _(
            "Aggregate: the score of an area is the weighted mean of its indicators, and the index that of its areas."
        ),
        "geometric": _(
            "Aggregate: the score of an area is the weighted geometric mean of its indicators, and the index "
            "that of its areas."
        ),
        "harmonic": _(
            "Aggregate: the score of an area is the weighted harmonic mean of its indicators, and the index that "
            "of its areas."
        ),
    }
    limits: Mapping[str, Any] = plan.parameters["thresholds"]
    said = [sentences[plan.method]]
    if "area" in limits:
        said.append(
            _("An area has a score where at least %(share)s%% of its indicators have one.")
            % {"share": _share(reading, limits["area"])}
        )
    if "index" in limits:
        said.append(
            _("The index has a score where at least %(share)s%% of its areas have one.")
            % {"share": _share(reading, limits["index"])}
        )
    return " ".join(said)


def _rank(reading: Reading, plan: Plan) -> str:
    return _("Rank: 1 is the highest score; places with the same score share the better rank.")


def _uncertainty(reading: Reading, plan: Plan) -> str:
    said = {
        "replications": _number(reading, plan.parameters["replications"]),
        "weights": _share(reading, plan.parameters["weights"]),
        "seed": str(reading.run.seed if reading.run.seed is not None else plan.parameters["seed"]),
    }
    sentences = [
        _(
            "Uncertainty: the calculation was repeated %(replications)s times, with weights that vary by up to "
            "%(weights)s%% either way and with other methods of normalising and aggregating, drawn at random "
            "(seed %(seed)s)."
        )
        % said
    ]
    if plan.parameters["noise"]:
        sentences.append(_("Values with a published 95% interval were drawn anew within it each time."))
    sentences.append(
        _("The band of a rank runs from the 5th to the 95th percentile of the ranks that a place came to.")
    )
    return " ".join(sentences)


STEPS: Mapping[str, Say] = {
    "denominate": _denominate,
    "screen": _screen,
    "impute": _impute,
    "treat": _treat,
    "normalise": _normalise,
    "weigh": _weigh,
    "aggregate": _aggregate,
    "rank": _rank,
    "uncertainty": _uncertainty,
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
