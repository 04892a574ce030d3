"""What is written into the forms that lead to an outlook and its scenarios."""

import numpy as np
import pytest
from tests.factories.ageing_country import FIRST_YEAR, made_up_figures

from hub.rooms.ageing.engine.project.inputs import Inputs
from hub.rooms.ageing.files.scenarios import scenario_of
from hub.rooms.ageing.forms.scenarios import ScenarioForm
from hub.rooms.ageing.forms.tables import ProjectForm


@pytest.mark.parametrize(
    ("text", "totals"),
    [
        ("", {}),
        ("2035 512000", {2035: 512000.0}),
        ("2035;512000\r\n\r\n 2040,\t530000 \n", {2035: 512000.0, 2040: 530000.0}),
        ("٢٠٣٥ ٥١٢٠٠٠", {2035: 512000.0}),
        ("2035 512000\n2035 512000", {2035: 512000.0}),
    ],
)
def test_project_form_when_official_totals_are_written_then_reads_them(text, totals):
    form = ProjectForm({"years": "30", "official": text})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["official"] == totals


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2035 many", "Line 1 is “2035 many”. Write a year and a whole number of persons: 2035 512000."),
        ("2035 512 000", "Line 1 is “2035 512 000”."),
        ("2035 ²", "Line 1 is “2035 ²”."),
        ("2035 -5", "Line 1 is"),
        ("35 512000", "Line 1 is"),
        (f"2035 {'9' * 400}", "Line 1 is"),
        ("2030 1\n2035 5\n2035 6", "Line 3 is “2035 6”, but a line before it gives another number for the same year."),
    ],
)
def test_project_form_when_a_line_is_no_year_and_number_then_names_it(text, said):
    form = ProjectForm({"years": "30", "official": text})
    assert not form.is_valid()
    assert said in form.errors["official"][0]


@pytest.mark.parametrize("years", ["4", "76", "", "ten"])
def test_project_form_when_years_are_out_of_range_then_refused(years):
    assert "years" in ProjectForm({"years": years, "official": ""}).errors


INPUTS = Inputs(
    np.where(np.arange(101) < 60, 10.0, 0.0) * np.ones((2, 1)),
    made_up_figures().mortality[:10],
    made_up_figures().fertility[:10],
    made_up_figures().sex_ratio[:10],
    made_up_figures().migration[:10] * 0,
    FIRST_YEAR,
)


def asked(**said: str) -> dict[str, object]:
    form = ScenarioForm(said, first_year=FIRST_YEAR, last_year=FIRST_YEAR + 9)
    assert form.is_valid(), form.errors
    return form.cleaned_data


def test_scenario_of_when_nothing_is_asked_for_then_nothing_changes():
    assert scenario_of(asked(migration="100", longer="0", arrivals="0"), INPUTS).changes == ()


def test_scenario_of_when_older_people_move_to_a_place_that_has_none_then_still_adds_up():
    change = scenario_of(asked(arrivals="500", movers="older"), INPUTS).changes[0]
    assert change.profile.sum() == pytest.approx(1)
    assert change.profile[:, :60].sum() == 0
    assert change.changed(INPUTS).migration.sum() == pytest.approx(500)


def test_scenario_of_when_a_district_opens_near_the_end_then_all_come_in_the_years_that_are_left():
    change = scenario_of(asked(arrivals="500", opens=str(FIRST_YEAR + 8), lasts="5"), INPUTS).changes[0]
    assert change.arrivals == ((FIRST_YEAR + 8, 250.0), (FIRST_YEAR + 9, 250.0))


def test_scenario_of_when_all_is_asked_for_then_each_is_a_change():
    changes = scenario_of(
        asked(migration="50", fertility="reaches", children="1.6", longer="2", arrivals="10"), INPUTS
    ).changes
    assert [type(one).__name__ for one in changes] == [
        "MigrationTimes",
        "FertilityReaches",
        "LivesLonger",
        "DistrictBuilt",
    ]
