"""What somebody supposes about older learners, as it stands in an address."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hub.rooms.ageing.engine.demand.capacity import MODES
from hub.rooms.ageing.engine.demand.learners import LEARNER_STARTS, STARTING_COURSE, STARTING_RATES
from hub.rooms.ageing.engine.outlook.learning import SCENARIOS, STARTING_UNHEALTHY
from hub.rooms.ageing.engine.outlook.older import years_between
from hub.rooms.ageing.forms.figures import FigureField
from hub.rooms.ageing.phrases.demand import ASSUMPTION_NAMES, LEARNER_GROUP_NAMES, MODE_NAMES, SCENARIO_NAMES

AHEAD = 10
# Shares are rounded by those who write them.
ALL_PERCENT, ROUNDING = 100.0, 1.0
MOST_COURSES, MOST_IN_GROUP, MOST_HOURS = 50.0, 500.0, 2000.0


class BetweenField(FigureField):
    """A number in bounds; None where it is blank and may be."""

    def __init__(self, *, low: float, high: float, **named: Any) -> None:
        super().__init__(error_messages={"required": _("Nothing is written here. Write a number.")}, **named)
        self.low, self.high = low, high

    def to_python(self, value: Any) -> float | None:
        number = super().to_python(value)
        if number is None or self.low <= number <= self.high:
            return number
        raise ValidationError(
            _("It is %(found)s. Allowed: %(low)s to %(high)s."),
            params={"found": self.told(number), "low": self.told(self.low), "high": self.told(self.high)},
        )

    def told(self, number: float) -> str:
        """A number as the reader writes it, without zeros at its end."""
        return number_format(f"{number:.10g}")


class WholeField(BetweenField):
    """A whole number in bounds, such as a year."""

    def to_python(self, value: Any) -> int | None:
        number = super().to_python(value)
        if number is None or number.is_integer():
            return None if number is None else int(number)
        raise ValidationError(_("It is %(found)s. Allowed: whole numbers."), params={"found": super().told(number)})

    def told(self, number: float) -> str:
        return f"{number:.10g}"


class DemandForm(forms.Form):
    """Assumptions about older learners; what the address does not say has its starting value."""

    scenario = forms.ChoiceField(label=_("How learning goes on"), initial=SCENARIOS[0])
    year = forms.TypedChoiceField(label=_("Year that is shown"), coerce=int)
    courses = BetweenField(label=_("Courses a year for each learner"), low=0.1, high=MOST_COURSES)
    group_size = BetweenField(label=_("Learners in a group"), low=1, high=MOST_IN_GROUP)
    hours = BetweenField(label=_("Taught hours of a course"), low=0.5, high=MOST_HOURS)

    def __init__(self, query: Mapping[str, str], *, first_year: int, last_year: int) -> None:
        """query: of the address; first_year, last_year: of the projection."""
        super().__init__(initial=_starting(first_year, last_year))
        self.fields["scenario"].choices = [(code, SCENARIO_NAMES[code]) for code in SCENARIOS]  # type: ignore[attr-defined]
        years = years_between(first_year, last_year)
        self.fields["year"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]
        self.fields["target_year"] = WholeField(
            label=_("Year in which the target is reached"),
            low=first_year + 1,
            high=max(last_year, first_year + 1),
            required=False,
        )
        for start, name in LEARNER_GROUP_NAMES.items():
            self.fields[f"learning_{start}"] = _percent(name)
            self.fields[f"unhealthy_{start}"] = _percent(name)
            self.fields[f"target_{start}"] = _percent(name, required=False)
        for mode, name in MODE_NAMES.items():
            self.fields[mode] = _percent(name, required=False)
        self.data = {name: query.get(name, _text(self.initial.get(name))) for name in self.fields}
        self.is_bound = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self._check_target(cleaned)
        self._check_modes(cleaned)
        return cleaned

    def _check_target(self, cleaned: Mapping[str, Any]) -> None:
        if cleaned.get("scenario") != "target":
            return
        for name in (*_by_group("target"), "target_year"):
            if cleaned.get(name) is None and name not in self.errors:
                self.add_error(name, _("Nothing is written here. The scenario of a target needs it."))

    def _check_modes(self, cleaned: Mapping[str, Any]) -> None:
        given = [cleaned.get(mode) for mode in MODES]
        if all(one is None for one in given) or any(mode in self.errors for mode in MODES):
            return
        total = sum(one or 0.0 for one in given)
        if None in given or abs(total - ALL_PERCENT) > ROUNDING:
            self.add_error(
                MODES[0],
                ValidationError(
                    _(
                        "The ways to come add up to %(found)s per cent. Allowed: three shares that add up to 100, or none, "
                        "and then they are taken as places are offered."
                    ),
                    params={"found": number_format(f"{total:.10g}")},
                ),
            )

    @property
    def first_fields(self) -> list[BoundField]:
        """The fields that come first."""
        return [self["scenario"], self["year"]]

    @property
    def parts(self) -> list[tuple[Promise | str, Promise | str, list[BoundField], bool]]:
        """The other fields in groups: title, what to know about them, fields, and whether they stand open."""
        scenario, start = self.data["scenario"], ASSUMPTION_NAMES["illustration"]
        groups: tuple[tuple[Promise | str, Promise | str, Sequence[str], bool], ...] = (
            (_("How many of a hundred people learn today"), start, _by_group("learning"), True),
            (
                _("How many of a hundred shall learn by the target year"),
                _("Only for the scenario in which the city reaches its target."),
                (*_by_group("target"), "target_year"),
                scenario == "target",
            ),
            (
                _("How many of a hundred are kept away by poor health"),
                _("Only for the scenario in which people keep learning. An assumption to start from, not a statistic."),
                _by_group("unhealthy"),
                scenario == "cohort",
            ),
            (_("Courses"), start, ("courses", "group_size", "hours"), False),
            (
                _("Ways to come, in per cent of the learners"),
                _("Blank: as places are offered today, or a third each where nobody knows."),
                MODES,
                False,
            ),
        )
        return [
            (title, note, [self[name] for name in names], is_open or any(name in self.errors for name in names))
            for title, note, names, is_open in groups
        ]

    @property
    def changed_names(self) -> frozenset[str]:
        """Fields that do not have their starting value any more."""
        return frozenset(name for name in self.fields if self.data[name] != _text(self.initial.get(name)))

    @property
    def query(self) -> str:
        """The assumptions as part of an address."""
        return urlencode({name: value for name, value in self.data.items() if value})


def _by_group(name: str) -> list[str]:
    return [f"{name}_{start}" for start in LEARNER_STARTS]


def _percent(label: Promise | str, *, required: bool = True) -> BetweenField:
    return BetweenField(label=label, low=0, high=ALL_PERCENT, required=required)


def _starting(first_year: int, last_year: int) -> dict[str, Any]:
    shown = [year for year in years_between(first_year, last_year) if year <= first_year + AHEAD]
    starting = {
        "scenario": SCENARIOS[0],
        "year": shown[-1],
        "target_year": min(first_year + AHEAD, last_year),
        "courses": STARTING_COURSE.courses_per_learner,
        "group_size": STARTING_COURSE.group_size,
        "hours": STARTING_COURSE.hours_per_course,
    }
    starting |= {f"learning_{start}": 100 * one.value for start, one in STARTING_RATES.items()}
    return starting | {f"unhealthy_{start}": 100 * one.value for start, one in STARTING_UNHEALTHY.items()}


def _text(value: Any) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
