"""Languages: tags and maps of texts by tag."""

import pytest
from tests.factories.academy import statement
from tests.rooms.academy.samples import CHOICE, kept, nested_statement, placed, refused, rich_statement, sub_statement

TAGS = (
    "de", "en", "ine", "cmn", "tlh", "ase", "en-US", "es-419", "fr-CA", "de-DE", "zh-Hant", "sr-Latn", "sr-Cyrl", "zh-Hans-CN", "sr-Latn-RS",
    "zh-cmn-Hans-CN", "cmn-Hans-CN", "zh-yue-HK", "sl-rozaj", "sl-rozaj-biske", "sl-nedis", "de-CH-1901", "sl-IT-nedis",
    "hy-Latn-IT-arevela", "de-CH-x-phonebk", "az-Arab-x-AZE-derbend", "x-whatever", "qaa-Qaaa-QM-x-southern", "en-a-myext-b-another",
    "i-enochian", "i-klingon", "en-GB-oed", "sgn-BE-FR", "zh-min-nan", "art-lojban", "EN-us", "ar-x-a-a",
)  # fmt: skip
BAD_TAGS = (
    "something", "a12345", "de-419-DE", "a-DE", "ar-a-aaa-b-bbb-a-ccc", "zh-z-aaa-z-bbb-c-ccc", "de-1901-1901", "", "-", "en-", "-en",
    "en--US", "en_US", "en US", " en", "en\n", "e", "x", "x-", "i-unknown", "english-language-of-Britain", "en-a", "en-x", "12", "en-é", "🇬🇧",
    "en-abcdefghi",
    "ſr", "en-x-\u212a", "de-١٢٣",
)  # fmt: skip
MAPS = {
    "verb.display": nested_statement(), "object.verb.display": nested_statement(),
    "object.definition.name": rich_statement(), "object.definition.description": rich_statement(),
    "object.object.definition.name": nested_statement(), "object.object.definition.description": nested_statement(),
    "attachments[0].display": rich_statement(), "attachments[0].description": rich_statement(),
    "object.definition.choices[1].description": rich_statement(object=CHOICE),
    "object.object.definition.choices[0].description": statement(object=sub_statement(object=CHOICE)),
}  # fmt: skip
everywhere = pytest.mark.parametrize("place", MAPS)


@pytest.mark.requirement("1.0.3 Data 4.2", "2.0 4.2.7", must="the keys of language maps are tags of RFC 5646")
@pytest.mark.parametrize("tag", TAGS)
def test_language_map_when_its_key_is_a_tag_then_comes_back(lrs, tag):
    assert kept(lrs, placed(statement(), "verb.display", {tag: "besucht"}))["verb"]["display"] == {tag: "besucht"}


@pytest.mark.requirement("1.0.3 Data 2.4.6", "2.0 4.2.2.5", must="the language of a context is a tag of RFC 5646")
@pytest.mark.parametrize("tag", TAGS)
def test_language_when_a_tag_then_comes_back(lrs, tag):
    assert kept(lrs, statement(context={"language": tag}))["context"]["language"] == tag


@pytest.mark.requirement(
    "1.0.3 Data 2.2", "2.0 4.2.7", must="a key with parts of other lengths than RFC 5646 allows is refused"
)
@pytest.mark.parametrize("tag", BAD_TAGS, ids=repr)
def test_language_map_when_its_key_is_no_tag_then_refused(lrs, tag):
    whole = placed(statement(), "verb.display", {"en": "attended", tag: "besucht"})
    assert refused(lrs, whole, "verb.display") == (400, True)


@pytest.mark.requirement("1.0.3 Data 2.4.6", "2.0 4.2.2.5", must="the language of a context is a tag of RFC 5646")
@pytest.mark.parametrize("tag", [*BAD_TAGS, 7, {"en": "English"}, ["en"]], ids=repr)
@pytest.mark.parametrize("place", ["context.language", "object.context.language"])
def test_language_when_no_tag_then_refused(lrs, place, tag):
    assert refused(lrs, placed(nested_statement(), place, tag), place) == (400, True)


@pytest.mark.requirement("1.0.3 Data 4.2", "2.0 4.2.7", must="every language map is judged, wherever it stands")
@everywhere
@pytest.mark.parametrize("tag", ["something", "de-419-DE", "zh-z-aaa-z-bbb-c-ccc", "a12345"])
def test_language_map_when_a_key_is_no_tag_anywhere_then_refused(lrs, place, tag):
    assert refused(lrs, placed(MAPS[place], place, {"en": "Text", tag: "Text"}), place) == (400, True)


@pytest.mark.requirement("1.0.3 Data 4.2", "2.0 4.2.7", must="a language map is an object of texts with at least one")
@everywhere
@pytest.mark.parametrize(
    "value",
    [{}, "should error", 12345, ["text"], {"en": 7}, {"en": {"key": "value"}}, {"en": ["text"]}, {"en": None}],
    ids=repr,
)
def test_language_map_when_no_map_of_texts_then_refused(lrs, place, value):
    assert refused(lrs, placed(MAPS[place], place, value), place) == (400, True)


@pytest.mark.requirement(
    "1.0.3 Data 4.2", "2.0 4.2.7", must="a language map holds as many languages as are known, as plain text"
)
@everywhere
def test_language_map_when_in_six_languages_then_comes_back(lrs, place):
    texts = {
        "ar": "حضر",
        "zh-Hans": "参加",
        "en": "attended <b>all</b>",
        "fr": "a participé",
        "ru": "участвовал",
        "es": "",
    }
    whole = placed(MAPS[place], place, texts) | {"id": statement()["id"]}
    returned = kept(lrs, whole)
    for step in place.replace("]", "").replace("[", ".").split("."):
        returned = returned[int(step) if step.isdigit() else step]
    assert returned == texts
