"""The declared steps up to the ranks, each said in a sentence or two with its parameters."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from hub.commons.documents.figures import write_figure
from hub.kit.figures import Figure
from hub.rooms.monitoring.engine.recipe import Plan
from hub.rooms.monitoring.phrases.methods import METHOD_NAMES
from hub.rooms.monitoring.report.sections.reading import Reading


def number_of(reading: Reading, value: float, digits: int | None = None) -> str:
    """A parameter of the recipe: not a figure about a place, so it has no key."""
    if digits is None:
        digits = 0 if float(value).is_integer() else 2
    return write_figure(Figure(float(value), digits=digits), reading.language)


def share_of(reading: Reading, value: float) -> str:
    """A share, 0 to 1, in percent."""
    return number_of(reading, 100 * value, 0 if round(100 * value, 6).is_integer() else 1)


def listed(parts: Iterable[str]) -> str:
    """Parts of an enumeration; the comma of the language."""
    return _(", ").join(parts)


def method_word(method: str) -> str:
    """A method in words; its code where there are none."""
    return str(METHOD_NAMES.get(method, method))


def say_denominate(reading: Reading, plan: Plan) -> str:
    return _("Denominate: counts are divided by the size of the place, where the framework names a denominator.")


def say_screen(reading: Reading, plan: Plan) -> str:
    said = {name: share_of(reading, plan.parameters[name]) for name in ("indicators", "places")}
    return (
        _(
            "Screen: indicators are kept for which at least %(indicators)s%% of the places have a value; then "
            "places that have a value for at least %(places)s%% of those."
        )
        % said
    )


def say_impute(reading: Reading, plan: Plan) -> str:
    tried = [(plan.method, plan.parameters), *((one["method"], one) for one in plan.parameters["otherwise"])]
    attempts = [attempt_word(reading, method, given) for method, given in tried if method != "none"]
    if not attempts:
        return _("Impute: gaps are not filled.")
    if len(attempts) == 1:
        sentence = _("Impute: a gap is filled with %(method)s; what that cannot fill stays a gap.")
        return sentence % {"method": attempts[0]}
    sentence = _("Impute: a gap is filled with the first of these that can be had: %(methods)s; else it stays a gap.")
    return sentence % {"methods": listed(attempts)}


def attempt_word(reading: Reading, method: str, given: Mapping[str, Any]) -> str:
    """A way to fill gaps with what matters of its parameters."""
    name = method_word(method) if method != "none" else _("nothing")
    if "grouping" in given:
        grouping = next(one for one in reading.run.recipe.groupings if one.code == given["grouping"])
        said = {
            "method": name,
            "grouping": grouping.names.get(reading.language) or grouping.names["en"],
            "coverage": share_of(reading, given.get("coverage", 0.5)),
        }
        return _("%(method)s (%(grouping)s), where at least %(coverage)s%% of that group have a value") % said
    if given.get("within"):
        within = {"feature": _("the same feature"), "area": _("the same area")}
        return _("%(method)s within %(within)s") % {"method": name, "within": within[given["within"]]}
    if given.get("editions"):
        said = {"method": name, "years": number_of(reading, given["editions"])}
        return _("%(method)s, from at most %(years)s years before") % said
    if method == "multiple":
        seed = reading.run.seed if reading.run.seed is not None else given["seed"]
        said = {"method": name, "draws": number_of(reading, given.get("draws", 20)), "seed": str(seed)}
        return _("%(method)s (the mean of %(draws)s draws, seed %(seed)s)") % said
    return name


def say_treat(reading: Reading, plan: Plan) -> str:
    own = _own_ways(reading, plan.parameters.get("nodes", {}))
    return " ".join((_treatment(reading, plan), *own))


def _treatment(reading: Reading, plan: Plan) -> str:
    if plan.method == "none":
        return _("Treat: outliers are left as they are.")
    given = plan.parameters
    said = {name: number_of(reading, given[name]) for name in ("skewness", "kurtosis", "points") if name in given}
    ways: Mapping[str, Callable[[], str]] = {
        "winsorise-log": lambda: _(
            "Treat: where an indicator has both a skewness beyond %(skewness)s and a kurtosis beyond "
            "%(kurtosis)s, up to %(points)s of its outermost values are drawn in to the next one; where that is "
            "not enough, the logarithm is taken."
        ),
        "winsorise": lambda: _(
            "Treat: where an indicator has both a skewness beyond %(skewness)s and a kurtosis beyond "
            "%(kurtosis)s, up to %(points)s of its outermost values are drawn in to the next one."
        ),
        "log": lambda: _(
            "Treat: where an indicator has both a skewness beyond %(skewness)s and a kurtosis beyond "
            "%(kurtosis)s, the logarithm is taken."
        ),
        "box-cox": lambda: _(
            "Treat: where an indicator has both a skewness beyond %(skewness)s and a kurtosis beyond "
            "%(kurtosis)s, a power of it is taken (Box-Cox)."
        ),
    }
    way = plan.method
    if given.get("columns") == "all":
        return {
            "log": _("Treat: the logarithm of every indicator is taken."),
            "box-cox": _("Treat: a power of every indicator is taken (Box-Cox)."),
        }[way]
    if way == "winsorise-log" and given["log"] == "none":
        way = "winsorise"
    return ways[way]() % said


def _own_ways(reading: Reading, nodes: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    """What single indicators have of their own; nothing where there are none."""
    ways = []
    for code, own in nodes.items():
        node = reading.run.framework.by_code.get(code)
        method = own.get("method", "")
        word = _("left as it is") if method == "none" else method_word(method) if method else _("other parameters")
        ways.append(_("%(node)s (%(method)s)") % {"node": reading.name(node) if node else code, "method": word})
    return (_("Otherwise for: %(nodes)s.") % {"nodes": listed(ways)},) if ways else ()


def say_normalise(reading: Reading, plan: Plan) -> str:
    sentences = [_scale(reading, plan)]
    if plan.parameters.get("floor") is not None:
        floor = number_of(reading, plan.parameters["floor"])
        sentences.append(_("What comes out below %(floor)s is set to it.") % {"floor": floor})
    return " ".join((*sentences, *_own_ways(reading, plan.parameters.get("nodes", {}))))


def _scale(reading: Reading, plan: Plan) -> str:
    said = {
        name: number_of(reading, value) for name, value in plan.parameters.items() if isinstance(value, int | float)
    }
    sentences: Mapping[str, Callable[[], str]] = {
        "minmax": lambda: _(
            "Normalise: every indicator is brought to a scale from %(low)s (the worst place) to %(high)s "
            "(the best place)."
        ),
        "goalposts": lambda: _(
            "Normalise: every indicator is brought to a scale from %(low)s to %(high)s between two fixed goalposts."
        ),
        "zscore": lambda: _(
            "Normalise: every indicator is brought to a scale with mean %(mean)s and standard deviation %(deviation)s."
        ),
        "scaled": lambda: _(
            "Normalise: every indicator is brought to a scale on which two fixed limits are 0 and 100; values "
            "beyond them lie beyond the scale."
        ),
        "rank": lambda: _("Normalise: every value is replaced by its rank, 1 being the worst."),
        "percentile-rank": lambda: _(
            "Normalise: every value is replaced by the share of places that it leaves behind."
        ),
        "borda": lambda: _("Normalise: every value is replaced by the number of places that it leaves behind."),
        "fraction-of-maximum": lambda: _("Normalise: every value is divided by the largest value of its indicator."),
        "distance-to-maximum": lambda: _(
            "Normalise: every value is replaced by its distance to the best value, on a scale from 0 (the worst "
            "place) to 1 (the best place)."
        ),
        "distance-to-reference": lambda: _(
            "Normalise: every value is replaced by its distance to that of a reference place, on a scale from 0 "
            "(the worst place) to 1 (the reference place, or better)."
        ),
        "distance-to-target": lambda: _(
            "Normalise: every value is replaced by its distance to a target, on a scale from 0 (the worst place) "
            "to 1 (the target, or better)."
        ),
    }
    return sentences[plan.method]() % said


def say_weigh(reading: Reading, plan: Plan) -> str:
    given = plan.parameters
    sentences: Mapping[str, Callable[[], str]] = {
        "equal": lambda: _("Weigh: all indicators of an area weigh the same, and all areas weigh the same."),
        "given": lambda: _("Weigh: indicators and areas have the weights that the framework gives them."),
        "components": lambda: _(
            "Weigh: indicators and areas weigh the more, the more they have in common with the others beside them "
            "(loadings on the first principal component)."
        ),
        "budget": lambda: _(
            "Weigh: weights are the mean of the points that experts shared out; where they gave none, those of "
            "the framework."
        ),
        "pairwise": lambda: _(
            "Weigh: weights come from judgements of pairs (analytic hierarchy process); where there are none, "
            "they are those of the framework."
        ),
        "balanced": lambda: _balanced(given),
        "benefit-of-the-doubt": lambda: (
            _(
                "Weigh: below %(nodes)s every place has the weights that are best for itself (benefit of the "
                "doubt); elsewhere the weights are those of the framework."
            )
            % {"nodes": listed(reading.name(reading.run.framework.node(code)) for code in given["nodes"])}
        ),
    }
    return sentences[plan.method]()


def _balanced(given: Mapping[str, Any]) -> str:
    if given["objective"] == "infomax":
        return _(
            "Weigh: weights of one level were searched that make the sum of its correlations with the index as "
            "large as possible; elsewhere they are those of the framework."
        )
    return _(
        "Weigh: weights of one level were searched at which its parts correlate with the index in the proportions "
        "that were asked for; elsewhere they are those of the framework."
    )


def say_aggregate(reading: Reading, plan: Plan) -> str:
    given = plan.parameters
    said = [_by_level(reading, plan) if given["levels"] else _by_method(reading, plan)]
    said += _thresholds(reading, given["thresholds"])
    nodes = [_own_rule(reading, code, own) for code, own in given.get("nodes", {}).items()]
    if nodes:
        said.append(_("Otherwise for: %(nodes)s.") % {"nodes": listed(nodes)})
    return " ".join(said)


def _by_method(reading: Reading, plan: Plan) -> str:
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
        "copeland": _(
            "Aggregate: places are compared in pairs; the score of an area is the number of places that a place "
            "is ahead of, by the weight of the indicators, less those that are ahead of it, and the index that of "
            "its areas."
        ),
    }
    if plan.method == "generalised":
        power = {"power": number_of(reading, plan.parameters["power"])}
        sentence = _(
            "Aggregate: the score of an area is the weighted generalised mean of its indicators (power "
            "%(power)s), and the index that of its areas."
        )
        return sentence % power
    return sentences[plan.method]


def _by_level(reading: Reading, plan: Plan) -> str:
    names = {"feature": _("features"), "area": _("areas"), "index": _("index")}
    present = {node.kind for node in reading.run.framework.aggregates}
    levels = [
        _("%(level)s: %(method)s")
        % {"level": name, "method": method_word(plan.parameters["levels"].get(kind, plan.method))}
        for kind, name in names.items()
        if kind in present
    ]
    return _("Aggregate, level by level: %(levels)s.") % {"levels": listed(levels)}


def _thresholds(reading: Reading, limits: Mapping[str, Any]) -> list[str]:
    has_features = bool(reading.run.framework.features)
    sentences = {
        "feature": _("A feature has a score where at least %(share)s%% of its indicators have one."),
        "area": _("An area has a score where at least %(share)s%% of its parts have one.")
        if has_features
        else _("An area has a score where at least %(share)s%% of its indicators have one."),
        "index": _("The index has a score where at least %(share)s%% of its areas have one."),
    }
    said = {kind: {"share": share_of(reading, share)} for kind, share in limits.items()}
    return [sentence % said[kind] for kind, sentence in sentences.items() if kind in said]


def _own_rule(reading: Reading, code: str, own: Mapping[str, Any]) -> str:
    parts = [method_word(own["method"])] if "method" in own else []
    if "threshold" in own:
        share = share_of(reading, own["threshold"])
        parts.append(_("where at least %(share)s%% of its parts have a score") % {"share": share})
    if own.get("power") is not None:
        parts.append(_("power %(power)s") % {"power": number_of(reading, own["power"])})
    node = reading.run.framework.node(code)
    return _("%(node)s (%(method)s)") % {"node": reading.name(node), "method": listed(parts)}


def say_rank(reading: Reading, plan: Plan) -> str:
    return _("Rank: 1 is the highest score; places with the same score share the better rank.")
