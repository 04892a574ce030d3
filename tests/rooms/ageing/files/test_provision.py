"""Tables of learning places, as centres keep them, and what is said of those that cannot be read."""

import io

import numpy as np
import pytest
from openpyxl import Workbook

from hub.commons.tables.inputs import Input
from hub.kit.errors import InputRefused
from hub.rooms.ageing.files.intake.provision import MOST_DISTRICTS, Provision, mode_of, read_provision


def read(text: str, name: str = "places.csv") -> Provision:
    return read_provision(Input(name, text.encode()))


def refusal(text: str) -> tuple[str, str, int | None]:
    with pytest.raises(InputRefused) as refused:
        read(text)
    first = refused.value.findings[0]
    return first.code, first.found, first.row


LONG = "district,mode,places\nCentre,walk,120\nCentre,online,40\nHill,transit,60\n"
WIDE = "District;Walk;Transit;Online\nCentre;120;;40\nHill;;60;\n"


@pytest.mark.parametrize("text", [LONG, WIDE])
def test_read_provision_when_long_or_wide_then_gives_the_same(text):
    found = read(text)
    assert found.districts == ("Centre", "Hill")
    assert found.places.tolist() == [[120, 0, 40], [0, 60, 0]]


def test_read_provision_when_a_workbook_has_merged_districts_then_their_rows_are_all_of_it():
    book = Workbook()
    for row in (("Learning places by district",), ("District", "Mode", "Number of places"), ("Centre", "walk", 120),
                (None, "online", 40), ("Hill", "bus", 60)):  # fmt: skip
        book.active.append(row)
    book.active.merge_cells("A3:A4")
    stream = io.BytesIO()
    book.save(stream)
    found = read_provision(Input("places.xlsx", stream.getvalue()))
    assert found.districts == ("Centre", "Hill")
    assert found.places.tolist() == [[120, 0, 40], [0, 60, 0]]


@pytest.mark.parametrize(
    "text",
    [
        "Quartier;Accès;Places\nCentre;à pied;120\n",
        "Distrito;Modo;Plazas\nCentre;a pie;120\n",
        "المنطقة,طريقة,عدد الأماكن\nCentre,سيرا,١٢٠\n",
        "区域,方式,名额\nCentre,步行,120\n",
        "Район;Способ;Количество мест\nCentre;пешком;120\n",
        "City district,Mode of access,Places offered a year\nCentre,On foot (15 min),120\n",
        "mode,places,district\nwalking,120,Centre\n",
        "Area,Walk (15 min),Public transport\nCentre,120,0\n",
    ],
)
def test_read_provision_when_headed_in_any_language_then_understood(text):
    found = read(text)
    assert found.districts == ("Centre",)
    assert found.places.sum() == 120
    assert found.places[0, 0] == 120


def test_read_provision_when_a_district_has_several_centres_then_their_places_are_summed():
    found = read("district,mode,places\nCentre,walk,20\nHill,walk,5\nCentre,walk,30\n")
    assert found.places[:, 0].tolist() == [50, 5]


@pytest.mark.parametrize("gap", ["", "-", "n/a", "…"])
def test_read_provision_when_nobody_knows_then_nothing_is_counted(gap):
    assert read(f"district,mode,places\nCentre,walk,{gap}\nHill,walk,5\n").districts == ("Hill",)


def test_read_provision_when_thousands_are_marked_then_all_figures_decide_how():
    found = read("district;mode;places\nCentre;walk;1.200\nHill;walk;85,5\n")
    assert found.places[:, 0].tolist() == [1200, 85.5]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("place,number\nCentre,12\n", ("provision_columns_missing", "place, number", 1)),
        ("district,number\nCentre,12\n", ("provision_columns_missing", "district, number", 1)),
        ("district,mode,places\nCentre,walk,5\nCentre,teleport,12\n", ("provision_mode_unknown", "teleport", 3)),
        ("district,mode,places\nCentre,,12\n", ("provision_mode_unknown", "", 2)),
        ("district,mode,places\nCentre,walk,many\n", ("provision_places_unusable", "many", 2)),
        ("district,mode,places\nCentre,walk,-3\n", ("provision_places_unusable", "-3", 2)),
        ("district,walk,online\nCentre,1e999,2\n", ("provision_places_unusable", "1e999", 2)),
        ("district,mode,places\n,,\n,walk,\n", ("header_only", "", 1)),
    ],
)
def test_read_provision_when_a_cell_is_wrong_then_names_it(text, said):
    assert refusal(text) == said


def test_read_provision_when_there_are_too_many_districts_then_says_how_many():
    rows = [f"District {number},walk,1" for number in range(MOST_DISTRICTS + 1)]
    assert refusal("\n".join(["district,mode,places", *rows]))[:2] == ("too_many_districts", str(MOST_DISTRICTS + 1))


def test_read_provision_when_cells_are_huge_then_still_numbers():
    assert np.isfinite(read("district,mode,places\nCentre,walk,999999999999\n").places).all()


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("Walk", "walk"),
        ("by bus", "transit"),
        ("عبر الإنترنت", "online"),
        ("busy", None),
        ("", None),
        ("онлайн", "online"),
    ],
)
def test_mode_of_when_a_text_names_one_then_gives_it(text, mode):
    assert mode_of(text) == mode
