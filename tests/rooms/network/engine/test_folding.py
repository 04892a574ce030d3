from hypothesis import given
from hypothesis import strategies as st

from hub.rooms.network.engine.folding import fold, script_of


def test_fold_when_accents_and_case_differ_then_names_are_equal():
    assert fold("  Villa MARÍA ") == fold("villa maria") == "villa maria"


def test_fold_when_letters_have_no_decomposition_then_they_become_plain():
    assert fold("Sønderborg Łódź Đà Nẵng Iğdır") == "sonderborg lodz da nang igdir"


def test_fold_when_arabic_has_vowel_signs_or_other_alefs_then_names_are_equal():
    assert fold("الإسكندريّة") == fold("الاسكندريه")


def test_fold_when_apostrophes_and_hyphens_differ_then_names_are_equal():
    assert fold("Modi'in-Maccabim") == fold("Modi’in Maccabim") == "modiin maccabim"


@given(st.text())
def test_fold_when_folded_twice_then_nothing_changes(text):
    assert fold(fold(text)) == fold(text)


def test_script_of_when_names_are_in_six_scripts_then_each_is_told():
    names = ["Cork", "كورك", "Корк", "서울", "北京", "กรุงเทพ", "Λάρισα", "12"]
    assert [script_of(name) for name in names] == ["Latn", "Arab", "Cyrl", "Hang", "Hani", "Thai", "Grek", "Zyyy"]
