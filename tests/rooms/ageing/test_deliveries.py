"""Files that a place sent: all or none kept, one in use for each thing, and only from those who answer for it."""

from datetime import date
from pathlib import Path

import pytest
from django.db import IntegrityError
from tests.factories.ageing import make_contact, make_place
from tests.factories.network import make_city, make_focal_point, make_role, make_staff
from tests.factories.people import make_person
from tests.rooms.ageing.files.cities import population, provision, vital

from hub.kit.errors import InputRefused, Problem
from hub.rooms.ageing.actions.deliveries import Accepted, set_aside, store_all, store_delivery
from hub.rooms.ageing.files.receive import Sent, receive_tables
from hub.rooms.ageing.models import Delivery, DeliveryKind, Place
from hub.rooms.ageing.queries.places import (
    all_deliveries,
    current_deliveries,
    delivery_of,
    findings_of,
    place_of,
)
from hub.rooms.network.models import RoleKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def private() -> "Private":
    return Private()


@pytest.fixture
def place() -> Place:
    return make_place(code="alder", name="Alder")


class Private:
    """The folder of private files; it is the same for all tests of a process, so that only what came since counts."""

    def __init__(self) -> None:
        self.folder = Path(Delivery._meta.get_field("file").storage.location)
        self.before = set(self.folder.rglob("*"))

    def come(self) -> list[bytes]:
        return [path.read_bytes() for path in self.folder.rglob("*") if path.is_file() and path not in self.before]


def accepted(kind: str = "vital", content: bytes = b"one", **fields: object) -> Accepted:
    return Accepted(kind, "table.csv", content, f"{content.hex():0>64}", **fields)


def names(place: Place) -> list[str]:
    return [one.name for one in current_deliveries(place)]


# --- all or none


def test_store_all_when_the_second_file_cannot_be_kept_then_nothing_is_kept_and_no_file_is_left(place, private):
    with pytest.raises(IntegrityError):
        store_all(None, place, [accepted(), accepted(kind="moon", content=b"two")])
    assert not Delivery.objects.exists()
    assert private.come() == []


def test_store_all_when_the_place_is_new_and_a_file_cannot_be_kept_then_no_place_is_left(private):
    city = make_city("Birch")
    with pytest.raises(IntegrityError):
        store_all(None, place_of(city.code), [accepted(), accepted(kind="moon", content=b"two")])
    assert not Place.objects.exists()
    assert private.come() == []


def test_store_all_when_a_later_call_fails_then_files_of_an_earlier_one_stay(place, private):
    kept = store_delivery(None, place, accepted())
    with pytest.raises(IntegrityError):
        store_all(None, place, [accepted(), accepted(kind="provision", content=b"two"), accepted(kind="moon")])
    assert [one.pk for one in current_deliveries(place)] == [kept.pk]
    assert private.come() == [b"one"]


def test_receive_tables_when_one_cannot_be_read_then_every_fault_of_all_is_told_and_nothing_kept(place, private):
    broken = Sent(DeliveryKind.POPULATION, "people.csv", b"age,persons\nmany,5\n")
    with pytest.raises(InputRefused) as refused:
        receive_tables(None, place, [vital(), broken, provision("district,mode,places\nCentre,teleport,1\n")])
    assert {one.file for one in refused.value.findings} == {"people.csv", "places.csv"}
    assert not Delivery.objects.exists()
    assert private.come() == []


# --- what was understood


def test_receive_tables_when_read_then_says_in_short_what_was_understood(place):
    one, two, three = receive_tables(
        None, place, [population("2024-04-03", districts=("Centre", "Hill")), vital(), provision()]
    )
    assert one.facts["dates"] == ["2024-04-03"]
    assert (one.facts["districts"], one.facts["groups"], one.facts["open_age"]) == (2, 18, 85)
    assert one.facts["persons"] == pytest.approx(150_000, rel=0.01)
    assert two.facts == {"years": [2022, 2023], "events": ["births", "deaths"]}
    assert three.facts == {"districts": 1, "places": 120.0}
    assert Path(one.file.path).read_bytes() == population("2024-04-03", districts=("Centre", "Hill")).content


def test_receive_tables_when_a_figure_is_missing_then_the_file_is_kept_and_the_gap_is_told(place):
    one = receive_tables(None, place, [population("2024-04-03", gaps=("40-44",))])[0]
    one.refresh_from_db()
    assert one.facts["persons"] == pytest.approx(140_000, rel=0.01)
    assert "group_without_figure" in [finding.code for finding in findings_of(one)]


def test_receive_tables_when_the_name_is_a_path_then_only_its_end_is_kept(place):
    sent = vital()
    one = receive_tables(None, place, [Sent(sent.kind, "C:\\figures/..\\" + "x" * 300, sent.content)])[0]
    assert one.name == "x" * 200


def test_receive_tables_when_the_date_is_said_beside_the_file_then_it_is_kept_with_it(place):
    content = population("2024-04-03").content.replace(b"2024-04-03,", b"").replace(b"date,", b"")
    one = receive_tables(None, place, [Sent("population", "p.csv", content, reference_date=date(2023, 5, 12))])[0]
    assert one.facts["dates"] == ["2023-05-12"]
    assert one.options["reference_date"] == "2023-05-12"


# --- what is in use


def test_store_when_a_table_of_the_same_dates_comes_then_takes_its_place_and_others_stay(place):
    receive_tables(None, place, [population("2014-04-03", name="old"), population("2024-04-03", name="new")])
    assert names(place) == ["old", "new"]
    receive_tables(None, place, [population("2024-04-03", name="newer", share=0.04)])
    assert names(place) == ["old", "newer"]
    assert [one.name for one in all_deliveries(place)] == ["newer", "new", "old"]


def test_store_when_dates_only_overlap_then_both_are_in_use(place):
    receive_tables(None, place, [population("2014-04-03", "2024-04-03", name="both"), population("2024-04-03")])
    assert len(current_deliveries(place)) == 2


def test_store_when_births_come_again_then_the_newer_ones_count(place):
    receive_tables(None, place, [vital(), provision()])
    receive_tables(None, place, [vital("year,births\n2023,1\n")])
    assert [(one.kind, one.facts.get("years")) for one in current_deliveries(place)] == [
        ("provision", None),
        ("vital", [2023]),
    ]


def test_store_when_the_same_file_comes_again_then_nothing_changes(place, private):
    first = receive_tables(None, place, [population()])[0]
    assert receive_tables(None, place, [population()])[0].pk == first.pk
    assert Delivery.objects.count() == 1
    assert len(private.come()) == 1


def test_store_when_the_same_file_is_said_to_be_of_another_source_then_it_is_another(place):
    receive_tables(None, place, [population()])
    receive_tables(None, place, [population(source="Register")])
    assert [one.options["source"] for one in current_deliveries(place)] == ["Register"]
    assert Delivery.objects.count() == 2


def test_store_when_a_file_comes_back_after_another_then_it_is_in_use_again(place):
    for sent in (vital(), vital("year,births\n2023,1\n"), vital()):
        receive_tables(None, place, [sent])
    assert [one.facts["years"] for one in current_deliveries(place)] == [[2022, 2023]]
    assert Delivery.objects.count() == 3


def test_set_aside_when_asked_then_out_of_use_but_kept(place, private):
    one = receive_tables(None, place, [population()])[0]
    set_aside(make_contact(place), delivery_of(one.pk))
    assert current_deliveries(place) == []
    assert [kept.pk for kept in all_deliveries(place)] == [one.pk]
    assert len(private.come()) == 1


# --- places


def test_place_of_when_a_city_has_sent_nothing_then_is_not_kept_until_it_does():
    city = make_city("Birch")
    place = place_of(city.code)
    assert (place.pk, place.name, place.country_id, place.city_id) == (None, "Birch", city.country_id, city.pk)
    assert current_deliveries(place) == []
    store_delivery(None, place, accepted())
    assert place_of(city.code).pk == Place.objects.get().pk


def test_place_of_when_the_city_has_another_code_now_then_is_the_one_that_was_kept():
    place = make_place(is_synthetic=False)
    city = place.city
    city.code = f"{city.code}-renamed"
    city.save()
    assert place_of(city.code).pk == place.pk
    assert place_of(place.code).pk == place.pk


def test_place_of_when_there_is_none_then_none():
    assert place_of("nowhere-at-all") is None


# --- who may


def test_store_when_a_stranger_sends_then_refused_and_nothing_is_kept(place, private):
    with pytest.raises(Problem) as refused:
        receive_tables(make_person(), place, [vital()])
    assert (refused.value.code, refused.value.parameters) == ("figures_not_yours", {"place": "Alder"})
    assert not Delivery.objects.exists()
    assert private.come() == []


def people_of(place: Place) -> dict[str, object]:
    """Everybody who may come to the page of a city's place."""
    other = make_place(is_synthetic=False)
    return {
        "stranger": make_person(),
        "contact": make_contact(place),
        "contact elsewhere": make_contact(other),
        "focal point": make_focal_point(place.city),
        "focal point elsewhere": make_focal_point(other.city),
        "commission": make_role(kind=RoleKind.NATIONAL_COMMISSION, country=place.country).person,
        "staff": make_staff(),
    }


@pytest.mark.parametrize(
    ("permission", "those"),
    [
        ("ageing.send_figures", {"contact", "focal point", "staff"}),
        ("ageing.read_place", {"contact", "focal point", "staff", "commission"}),
    ],
)
def test_permissions_when_asked_of_a_place_then_only_these_have_them(permission, those):
    place = make_place(is_synthetic=False)
    may = {who for who, person in people_of(place).items() if person.has_perm(permission, place)}
    assert may == those


def test_read_delivery_when_asked_then_only_those_who_see_the_place_have_it():
    place = make_place(is_synthetic=False)
    one = store_delivery(None, place, accepted())
    may = {who for who, person in people_of(place).items() if person.has_perm("ageing.read_delivery", one)}
    assert may == {"contact", "focal point", "staff", "commission"}


def test_send_figures_when_the_place_is_not_kept_yet_then_its_focal_point_may_send():
    city = make_city("Birch")
    assert make_focal_point(city).has_perm("ageing.send_figures", place_of(city.code))
    assert not make_person().has_perm("ageing.send_figures", place_of(city.code))
    assert not make_staff().is_anonymous


def test_set_aside_when_a_stranger_asks_then_refused(place):
    one = store_delivery(None, place, accepted())
    with pytest.raises(Problem):
        set_aside(make_person(), one)
    one.refresh_from_db()
    assert one.is_current
