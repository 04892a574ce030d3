"""Every visible text is marked for translation, and every catalogue is complete."""

import re
from html.parser import HTMLParser

import pytest
from tests.conftest import ROOT

from hub.commons.languages.catalogues import (
    Message,
    messages_of_sources,
    messages_of_template,
    missing_translations,
    read_catalogue,
)

HUB = ROOT / "src" / "hub"
LANGUAGES = ("fr", "es", "ar", "zh-hans", "ru")
SPOKEN_ATTRIBUTES = {"alt", "title", "aria-label", "placeholder", "label", "caption", "here", "note", "reason"}
_BLOCK_TRANSLATED = re.compile(
    r"{%\s*(?:blocktranslate|blocktrans)\b.*?{%\s*end(?:blocktranslate|blocktrans)\s*%}", re.S
)
_SILENT = re.compile(r"{#.*?#}|{%\s*comment\s*%}.*?{%\s*endcomment\s*%}|{%.*?%}|{{.*?}}", re.S)
_LETTERS = re.compile(r"[^\W\d_]{2,}")


class _Texts(HTMLParser):
    """Collects what a reader would see: text outside <code>, <style>, <script>, and spoken attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.silent: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag in {"code", "style", "script", "title-none"}:
            self.silent.append(tag)
        self.found += [value for name, value in attrs if name in SPOKEN_ATTRIBUTES and value and _LETTERS.search(value)]

    def handle_endtag(self, tag):
        if self.silent and self.silent[-1] == tag:
            self.silent.pop()

    def handle_data(self, data):
        if not self.silent and _LETTERS.search(data):
            self.found.append(data.strip())


def unmarked_texts(template: str) -> list[str]:
    """The visible texts of a template that no translation tag surrounds."""
    parser = _Texts()
    parser.feed(_SILENT.sub(" ", _BLOCK_TRANSLATED.sub(" ", template)))
    return parser.found


def test_templates_when_read_then_no_visible_text_is_unmarked():
    found = {
        str(file.relative_to(HUB)): texts
        for file in sorted(HUB.rglob("templates/**/*.html"))
        if (texts := unmarked_texts(file.read_text()))
    }
    assert found == {}


def test_unmarked_text_when_planted_then_it_is_found():
    planted = '<p>{% translate "Marked" %} bare</p><img alt="a bare picture"><code>EMP_RATE</code>'
    planted += "{% blocktranslate %}fine{% endblocktranslate %}"
    assert unmarked_texts(planted) == ["bare", "a bare picture"]


def test_template_messages_when_extracted_then_blocks_plurals_and_contexts_are_found():
    source = (
        '{% translate "One" %}{% translate \'Two\' context "number" %}{% blocktranslate with n=x %}Three {{ n }}{% endblocktranslate %}'
        '{% blocktranslate count n=x trimmed %}\n {{ n }} city\n{% plural %}\n {{ n }} cities\n{% endblocktranslate %}{{ _("Four") }}'
    )
    assert [message for _line, message in messages_of_template(source)] == [
        Message(None, "One"),
        Message("number", "Two"),
        Message(None, "Three %(n)s"),
        Message(None, "%(n)s city", "%(n)s cities"),
        Message(None, "Four"),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_when_compared_with_the_sources_then_it_is_complete(language):
    catalogue = read_catalogue(language)
    unknown = [
        message.singular for message in messages_of_sources() if not catalogue.get(message.singular, message.context)
    ]
    assert (unknown, missing_translations(language)) == ([], [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_when_a_text_has_placeholders_then_the_translation_keeps_them(language):
    placeholder = re.compile(r"%\(\w+\)[sd]")
    wrong = []
    for message in read_catalogue(language):
        if not message.id:
            continue
        singular = message.id if isinstance(message.id, str) else message.id[-1]
        strings = [message.string] if isinstance(message.string, str) else list(message.string)
        wrong += [
            text
            for text in strings
            if text and not set(placeholder.findall(text)) <= set(placeholder.findall(singular))
        ]
        if (
            isinstance(message.id, str)
            and message.string
            and set(placeholder.findall(message.string)) != set(placeholder.findall(message.id))
        ):
            wrong.append(message.string)
    assert wrong == []
