"""What a place says of its readiness, as the engine has it."""

import pytest
from tests.factories.ageing import make_place, make_reading

from hub.rooms.ageing.engine.readiness.active_ageing import EMPTY, FULL, PARTIAL
from hub.rooms.ageing.engine.readiness.age_friendly import MEASURED, NOT_MEASURED, NOT_REPORTED
from hub.rooms.ageing.files.readiness import shipped_frameworks
from hub.rooms.ageing.queries.readings import readiness_of

pytestmark = pytest.mark.django_db
INDICATORS = [one.code for one in shipped_frameworks().active_ageing.indicators]


def fill_active(place, codes):
    for code in codes:
        make_reading(place, code, framework="active-ageing-index", definition="", value=40)


@pytest.fixture
def place():
    return make_place()


def test_readiness_of_when_figures_are_of_several_kinds_then_the_engine_has_each(place):
    make_reading(place, "walkability")
    make_reading(place, "public_spaces", value=None)
    make_reading(place, "gone_from_the_framework")
    make_reading(place, "walkability", definition="own-less", value=4, confidence="")
    fill_active(place, INDICATORS[:3])
    known = readiness_of(place, shipped_frameworks())
    entries = {one.indicator.code: one for one in known.age_friendly.entries}
    assert [entries[code].status for code in ("walkability", "public_spaces", "parking")] == [
        MEASURED,
        NOT_MEASURED,
        NOT_REPORTED,
    ]
    said = [
        (one.measurement.definition, one.better, one.measurement.confidence) for one in entries["walkability"].readings
    ]
    assert said == [("own", "less", "low"), ("perception", "more", "high")]
    assert (known.active_ageing.code, known.active_ageing.known, known.active_ageing.score) == (PARTIAL, 3, 40.0)


def test_readiness_of_when_only_one_group_is_kept_then_there_is_no_equity(place):
    make_reading(place, "walkability")
    make_reading(place, "walkability", subgroup="women", value=40, share_of_people=0.5)
    reading = readiness_of(place, shipped_frameworks()).age_friendly.entries[0].readings[0]
    assert (reading.measurement.groups, reading.equity) == ((), None)


def test_readiness_of_when_a_place_says_nothing_then_everything_is_empty():
    known = readiness_of(make_place(), shipped_frameworks())
    assert (known.said, known.active_ageing.code, known.age_friendly.coverage.core_measured) == ((), EMPTY, 0)


def test_readiness_of_when_everything_is_known_then_it_is_an_index(place):
    fill_active(place, INDICATORS)
    result = readiness_of(place, shipped_frameworks()).active_ageing
    assert (result.code, result.missing, result.score) == (FULL, (), 40.0)
