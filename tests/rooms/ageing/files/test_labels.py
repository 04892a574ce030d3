"""Age, sex and date labels as statistical offices write them."""

# ruff: noqa: E501 - a table of labels runs on

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.rooms.ageing.engine.groups import OLDEST, Span
from hub.rooms.ageing.files.intake.dates import Reference, find_reference, read_reference
from hub.rooms.ageing.files.intake.labels import read_age
from hub.rooms.ageing.files.intake.layout import Labels, read_mixed
from hub.rooms.ageing.files.intake.sexes import read_sexes
from hub.rooms.ageing.files.intake.words import factor_of, fold, is_share

SPANS = {
    Span(0, 0): (
        "0|<1|Under 1|under 1 year|less than one year|moins d'un an|moins d’un an|Moins de 1 an|menor de un año|Menos de 1 año|Y_LT1|0 ans|0岁|"
        "不满1岁|未满1岁|до 1 года|до года|أقل من سنة|٠|０|Y0|age 0|< 1 year|0 лет|1岁以下"
    ),
    Span(0, 4): (
        "0-4|0–4|0 — 4|0 to 4|0 - 4 years|Y_LT5|Less than 5 years|under 5|<5|00-04|0 à 4 ans|de 0 a 4 años|0至4岁|0～4岁|０－４|от 0 до 4|"
        "0-4 года|من 0 إلى 4|٠-٤|٠ - ٤ سنوات|Y0-4|Y0T4|0_4|[0,5)|0 bis unter 5 Jahre|aged 0-4|0-4 yrs|Y_LT5:Less than 5 years|<=4|0/4|moins de 5 ans"
    ),
    Span(
        5, 9
    ): "5-9|05-09|5 à 9 ans révolus|5 a 9 años|5—9岁|5-9 лет|٥-٩|9-5|Y5-9|from 5 to 9 years|5 to under 10|entre 5 et 9 ans|5 till 9",
    Span(1, 4): "1-4|1 to 4 years|1 à 4 ans|1—4 года|١-٤",
    Span(23, 23): "23|Y23|23 years|23 ans|23 años|23岁|23 года|٢٣|age 23|23 years old|23周岁",
    Span(85, None): (
        "85+|85 +|+85|85 and over|85 and older|85 years and over|85 & over|85 or more|over 84|>84|≥85|>=85|Y_GE85|85 ans et plus|85 ans ou plus|"
        "85 et +|plus de 84 ans|85 años y más|85 y más|85 o más|más de 84|85岁及以上|85岁以上|85以上|85 лет и старше|85 и более|старше 84 лет|"
        "85 فأكثر|٨٥ فأكثر|85 سنة فأكثر|85 وأكثر|85+ years|85 Jahre und älter|85 und mehr|85up|Y85+|85 years or older|over 85|Y_GT84|85 e oltre"
    ),
    Span(65, None): "65+|65 ans et plus|65 and above|65 años o más|65岁及以上|65 лет и старше|65 سنة فما فوق|65 plus",
    Span(100, None): "100+|100 and over|100 ans et plus|Y_GE100|100岁及以上",
}


@pytest.mark.parametrize(("span", "text"), [(span, text) for span, texts in SPANS.items() for text in texts.split("|")])
def test_read_age_when_label_is_of_the_field_then_gives_its_span(span: Span, text: str) -> None:
    age = read_age(text)
    assert age is not None
    assert (age.kind, age.span) == ("span", span)


@pytest.mark.parametrize(
    "text",
    [
        "TOTAL",
        "Total",
        "T",
        "_T",
        "All ages",
        "Ensemble",
        "Tous âges",
        "Total general",
        "Todas las edades",
        "合计",
        "总计",
        "المجموع",
        "الإجمالي",
        "Всего",
        "Итого",
        "Все возрасты",
        "Total, all ages",
    ],
)
def test_read_age_when_label_means_all_then_total(text: str) -> None:
    assert getattr(read_age(text), "kind", None) == "total"


@pytest.mark.parametrize(
    "text",
    [
        "Unknown",
        "UNK",
        "Not stated",
        "Age not stated",
        "Inconnu",
        "Âge non déclaré",
        "Non déclaré",
        "Edad ignorada",
        "No especificado",
        "غير مبين",
        "未知",
        "不详",
        "Возраст не указан",
        "_U",
    ],
)
def test_read_age_when_label_means_unknown_then_unknown(text: str) -> None:
    assert getattr(read_age(text), "kind", None) == "unknown"


def test_read_age_when_open_class_of_eurostat_then_open() -> None:
    assert getattr(read_age("Y_OPEN"), "kind", None) == "open"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "District 5",
        "Population",
        "2020",
        "1999-2004",
        "Ward 0-4",
        "H",
        "Source: census 2020",
        "131+",
        "200",
        "Median age",
        "5-9-12",
        "Table 3",
        "12.5",
        "-",
    ],
)
def test_read_age_when_label_is_something_else_then_none(text: str) -> None:
    assert read_age(text) is None


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("2024-05-09", (5, 9)),
        ("2024-09-05", (5, 9)),
        ("9-May", (5, 9)),
        ("05-Sep", (5, 9)),
        ("Oct-14", (10, 14)),
        ("2024-04-01", (1, 4)),
        ("5月9日", (5, 9)),
    ],
)
def test_read_age_when_a_spreadsheet_made_a_day_of_it_then_gives_the_ages_back(
    text: str, span: tuple[int, int]
) -> None:
    age = read_age(text)
    assert age is not None
    assert (age.span, age.is_date) == (Span(*span), True)


@given(st.text(max_size=40))
def test_read_age_when_text_is_anything_then_a_possible_span_or_none(text: str) -> None:
    age = read_age(text)
    if age is not None and age.span is not None:
        assert 0 <= age.span.first <= (OLDEST if age.span.last is None else age.span.last) <= OLDEST


@given(
    st.integers(0, 100),
    st.integers(1, 20),
    st.sampled_from(["{}-{}", "{} to {}", "{} à {} ans", "{}至{}岁", "от {} до {} лет", "Y{}-{}", "{} – {}"]),
)
def test_read_age_when_a_range_is_written_then_reads_it_back(first: int, width: int, pattern: str) -> None:
    age = read_age(pattern.format(first, first + width))
    assert age is not None
    assert age.span == Span(first, first + width)


@pytest.mark.parametrize(
    ("labels", "meanings"),
    [
        (["M", "F"], "mf"),
        (["F", "M", "T"], "fmt"),
        (["H", "F"], "mf"),
        (["Hommes", "Femmes", "Ensemble"], "mft"),
        (["H", "M"], "mf"),
        (["V", "M"], "mf"),
        (["M", "W"], "mf"),
        (["1", "2"], "mf"),
        (["0", "1", "2"], "tmf"),
        (["1", "2", "3"], "mft"),
        (["Varones", "Mujeres"], "mf"),
        (["男", "女", "合计"], "mft"),
        (["ذكور", "إناث", "المجموع"], "mft"),
        (["Мужчины", "Женщины", "Оба пола"], "mft"),
        (["м", "ж"], "mf"),
        (["Male", "Female", "Both sexes", "Not stated"], "mftu"),
        (["_T", "M", "F"], "tmf"),
        (["M:Males", "F:Females"], "mf"),
        (["Mujeres", "H"], "fm"),
    ],
)
def test_read_sexes_when_read_together_then_letters_are_settled(labels: list[str], meanings: str) -> None:
    assert [read_sexes(labels)[label] for label in labels] == list(meanings)


def test_read_sexes_when_m_stands_alone_then_it_is_not_guessed() -> None:
    assert read_sexes(["M", "T"]) == {"M": "", "T": "t"}


@given(st.lists(st.text(max_size=10), max_size=6))
def test_read_sexes_when_labels_are_anything_then_each_has_an_answer(labels: list[str]) -> None:
    assert set(read_sexes(labels)) == set(labels)
    assert set(read_sexes(labels).values()) <= {"m", "f", "t", "u", ""}


@pytest.mark.parametrize(
    ("text", "day", "is_year"),
    [
        ("2020", date(2020, 1, 1), True),
        ("2020年", date(2020, 1, 1), True),
        ("2020 г.", date(2020, 1, 1), True),
        ("٢٠٢٠", date(2020, 1, 1), True),
        ("2020-12-31", date(2020, 12, 31), False),
        ("31/12/2020", date(2020, 12, 31), False),
        ("31.12.2020", date(2020, 12, 31), False),
        ("12/31/2020", date(2020, 12, 31), False),
        ("1er janvier 2020", date(2020, 1, 1), False),
        ("1 January 2020", date(2020, 1, 1), False),
        ("July 1, 2021", date(2021, 7, 1), False),
        ("1 de enero de 2020", date(2020, 1, 1), False),
        ("1 января 2021", date(2021, 1, 1), False),
        ("2020年11月1日", date(2020, 11, 1), False),
        ("1 يناير 2020", date(2020, 1, 1), False),
        ("31 décembre 2019", date(2019, 12, 31), False),
    ],
)
def test_read_reference_when_date_is_written_then_gives_the_day(text: str, day: date, is_year: bool) -> None:
    assert read_reference(text) == Reference(day, is_year)


@pytest.mark.parametrize("text", ["", "20", "12020", "30/02/2020", "1.234", "2020-2021", "Males", "3020"])
def test_read_reference_when_there_is_no_date_then_none(text: str) -> None:
    assert read_reference(text) is None


def test_find_reference_when_a_title_has_a_day_then_finds_it() -> None:
    title = "Population municipale au 1er janvier 2021, par sexe et âge"
    assert find_reference(title) == Reference(date(2021, 1, 1), False)
    assert find_reference("Censuses of 2010 and 2020") is None


@given(st.text(max_size=60))
def test_find_reference_when_text_is_anything_then_never_fails(text: str) -> None:
    found = find_reference(text)
    assert found is None or 1850 <= found.day.year <= 2150


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Males 0-4", Labels(age="0-4", sex="males")),
        ("f_85", Labels(age="85", sex="f")),
        ("Women 2020", Labels(sex="women", day="2020")),
        ("M 2010", Labels(sex="m", day="2010")),
        ("Hommes", Labels(sex="Hommes")),
        ("5-9", Labels(age="5-9")),
    ],
)
def test_read_mixed_when_a_heading_says_several_things_then_takes_it_apart(text: str, labels: Labels) -> None:
    assert read_mixed(text) == labels


def test_fold_when_letters_have_accents_and_digits_are_others_then_plain() -> None:
    assert fold("  Âge\u00a0 ٤–٩ Años ") == "age 4-9 anos"


def test_words_of_units_and_shares_are_known() -> None:
    assert [factor_of(text) for text in ("Population", "in thousands", "тыс. человек", "万人", "en miles")] == [
        1,
        1e3,
        1e3,
        1e4,
        1e3,
    ]
    assert is_share("Part des 65 ans et plus (%)")
    assert not is_share("Population")
