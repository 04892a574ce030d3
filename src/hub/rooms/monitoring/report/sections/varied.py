"""What was varied to see how far the ranks move, in words."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from hub.rooms.monitoring.engine.recipe import Plan
from hub.rooms.monitoring.engine.uncertainty import Alternative, Choices, read_choices
from hub.rooms.monitoring.engine.uncertainty.choices import DECLARED
from hub.rooms.monitoring.report.sections.reading import Reading
from hub.rooms.monitoring.report.sections.steps import attempt_word, listed, method_word, number_of, share_of


def say_uncertainty(reading: Reading, plan: Plan) -> str:
    choices = read_choices(plan.parameters)
    said = {
        "replications": number_of(reading, choices.replications),
        "seed": str(reading.run.seed if reading.run.seed is not None else choices.seed),
    }
    sentence = _(
        "Uncertainty: the calculation was repeated %(replications)s times, with choices drawn at random (seed %(seed)s)."
    )
    sentences = [sentence % said, *_weights(reading, choices), *_discrete(reading, choices)]
    if choices.noise:
        sentences.append(
            _(
                "Values with a published 95% interval were drawn anew each time, from the normal distribution "
                "that has this interval."
            )
        )
    sentences.append(
        _("The band of a rank runs from the 5th to the 95th percentile of the ranks that a place came to.")
    )
    return " ".join(sentences)


def _weights(reading: Reading, choices: Choices) -> list[str]:
    names = {"indicator": _("indicators"), "feature": _("features"), "area": _("areas")}
    present = {node.kind for node in reading.run.framework.nodes}
    varied = {kind: share for kind, share in choices.weights.items() if share and kind in present}
    if not varied:
        return []
    if len(set(varied.values())) == 1 and set(varied) == present & set(names):
        share = share_of(reading, next(iter(varied.values())))
        return [_("Every weight varied by up to %(weights)s%% either way.") % {"weights": share}]
    sentence = _("Weights of %(kind)s varied by up to %(weights)s%% either way.")
    return [
        sentence % {"kind": name, "weights": share_of(reading, varied[kind])}
        for kind, name in names.items()
        if kind in varied
    ]


def _discrete(reading: Reading, choices: Choices) -> list[str]:
    sentences = []
    if choices.imputations:
        ways = listed(attempt_word(reading, one.method, one.parameters) for one in choices.imputations)
        sentences.append(_("Gaps were filled with one of these: %(ways)s.") % {"ways": ways})
    treated = reading.run.recipe.plan("treat")
    if choices.treatments and treated is not None and "points" in treated.parameters:
        ways = listed(number_of(reading, points) for points in choices.treatments)
        sentences.append(
            _("The most values of an indicator that may be drawn in was one of these: %(ways)s.") % {"ways": ways}
        )
    if choices.normalisations:
        ways = listed(_scale_word(reading, one) for one in choices.normalisations)
        sentences.append(_("Indicators were normalised by one of these: %(ways)s.") % {"ways": ways})
    if choices.aggregations != (DECLARED,):
        ways = listed(
            _("the means of the recipe") if one == DECLARED else method_word(one) for one in choices.aggregations
        )
        sentences.append(_("All scores were aggregated by one of these: %(ways)s.") % {"ways": ways})
    return [*sentences, *_left_out(choices)]


def _left_out(choices: Choices) -> list[str]:
    sentences: Mapping[str, str] = {
        "indicator": _("One indicator, or none, was left out each time."),
        "feature": _("One feature, or none, was left out each time."),
        "area": _("One area, or none, was left out each time."),
    }
    return [sentences[choices.leave_out]] if choices.leave_out else []


def _scale_word(reading: Reading, one: Alternative) -> str:
    """A scale with its ends, or its mean and standard deviation, where the recipe or the Hub gives them."""
    said = {name: number_of(reading, value) for name, value in one.parameters.items() if isinstance(value, int | float)}
    said["method"] = method_word(one.method)
    if "low" in said and "high" in said:
        return _("%(method)s (%(low)s to %(high)s)") % said
    if "mean" in said and "deviation" in said:
        sentence = _("%(method)s (%(mean)s and %(deviation)s, not below %(floor)s)")
        return (sentence if "floor" in said else _("%(method)s (%(mean)s and %(deviation)s)")) % said
    return said["method"]


def say_sensitivity(reading: Reading, plan: Plan) -> str:
    return _(
        "Sensitivity: how much of the variance of the results goes back to each of these choices was worked out, by "
        "itself and together with the others."
    )
