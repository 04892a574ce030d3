"""People by single age from five-year groups, and open groups split."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from tests.rooms.ageing.engine.graduate.wpp import SINGLE, by_sex, rows, totals

from hub.kit.errors import DataProblem
from hub.rooms.ageing.engine.ages import GROUP_STARTS, grouped
from hub.rooms.ageing.engine.graduate.people import cohort_shape, single_ages, split_open_group
from hub.rooms.ageing.engine.life_table import life_table

LEVEL = np.ones(101)


@given(arrays(float, 21, elements=st.floats(0, 1e7)))
def test_single_ages_when_grouped_again_then_people_are_conserved(groups):
    people = single_ages(groups, LEVEL)
    assert (people >= 0).all()
    np.testing.assert_allclose(grouped(people), groups, rtol=1e-9, atol=1e-9)


def test_single_ages_when_groups_follow_the_form_then_the_form_comes_back():
    shape = np.linspace(2.0, 0.1, 101)
    np.testing.assert_allclose(single_ages(grouped(shape) * 1000, shape), shape * 1000, rtol=1e-6)


def test_single_ages_when_places_are_stacked_then_each_is_as_alone():
    groups = np.stack([np.linspace(900, 10, 21), np.linspace(500, 30, 21)])
    np.testing.assert_array_equal(single_ages(groups, LEVEL)[1], single_ages(groups[1], LEVEL))


def test_single_ages_when_true_ages_are_published_then_errors_are_those_of_the_reference(shared):
    # Reference, section 3: plain spline 0.7 % median up to 73; 1.5 % at 74-83.
    for iso3 in SINGLE:
        for year in ("2030", "2050"):
            survivors = life_table(by_sex(shared, "mx_1x1", iso3, year)).years
            people = single_ages(by_sex(shared, "un_pop_5y_midyear", iso3, year), survivors).sum(axis=0)
            true = rows(shared, "un_pop_1y_midyear_both", 2)[(iso3, year)]
            error = np.abs(people[:100] / true - 1)
            assert np.median(error[:74]) < 0.007
            assert np.median(error[74:84]) < 0.015


def test_single_ages_when_births_of_the_cohorts_are_known_then_errors_shrink(shared):
    # Reference, section 3: 0.4 % median with births; here people born from 2030 on, at the middle of 2080.
    plain, known = [], []
    for iso3 in SINGLE:
        births = np.full(101, totals(shared, iso3, 2030)["births"])
        births[:50] = [
            (totals(shared, iso3, year)["births"] + totals(shared, iso3, year - 1)["births"]) / 2
            for year in range(2080, 2030, -1)
        ]
        survivors = life_table(by_sex(shared, "mx_1x1", iso3, "2080")).years
        groups = by_sex(shared, "un_pop_5y_midyear", iso3, "2080")
        true = rows(shared, "un_pop_1y_midyear_both", 2)[(iso3, "2080")][:45]
        plain.append(np.abs(single_ages(groups, survivors).sum(axis=0)[:45] / true - 1))
        known.append(np.abs(single_ages(groups, cohort_shape(births, survivors)).sum(axis=0)[:45] / true - 1))
    assert np.mean(known) < 0.75 * np.mean(plain)
    assert np.median(known) < 0.0005


@pytest.mark.parametrize("limit", [75, 80, 85])
def test_split_open_group_when_the_reference_is_the_place_itself_then_the_groups_come_back(limit):
    groups = np.stack([np.linspace(900, 10, 21), np.linspace(500, 30, 21)])
    starts = GROUP_STARTS[: limit // 5 + 1]
    cut = np.concatenate([groups[:, : limit // 5], groups[:, limit // 5 :].sum(axis=1, keepdims=True)], axis=1)
    np.testing.assert_allclose(split_open_group(cut, starts, groups * 7), groups)


def test_split_open_group_when_the_reference_is_older_then_so_is_the_split():
    cut = np.full(16, 100.0)
    reference = np.concatenate([np.ones(15), [50, 25, 12, 8, 4, 1]])
    np.testing.assert_allclose(split_open_group(cut, GROUP_STARTS[:16], reference)[15:], [50, 25, 12, 8, 4, 1])


@pytest.mark.parametrize(
    ("groups", "starts", "reference", "code"),
    [
        (np.ones(3), (0, 5, 20), np.ones(21), "open_group_starts_unusable"),
        (np.ones(4), (0, 5, 10), np.ones(21), "open_group_starts_unusable"),
        (np.ones(3), (0, 5, 10), np.zeros(21), "open_group_reference_empty"),
    ],
)
def test_split_open_group_when_it_cannot_be_split_then_it_is_refused(groups, starts, reference, code):
    with pytest.raises(DataProblem) as refused:
        split_open_group(groups, starts, reference)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("groups", "shape", "code"),
    [
        (np.ones(20), LEVEL, "pyramid_groups_differ"),
        (np.full(21, -1.0), LEVEL, "pyramid_negative"),
        (np.ones(21), np.zeros(101), "graduation_shape_not_positive"),
    ],
)
def test_single_ages_when_groups_cannot_be_used_then_they_are_refused(groups, shape, code):
    with pytest.raises(DataProblem) as refused:
        single_ages(groups, shape)
    assert refused.value.code == code
