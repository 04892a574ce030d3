"""Message catalogues without gettext's own programs: extract, merge and compile in Python alone.

Python sources are read by Babel, templates by Django's own lexer. A message is (context, singular, plural); context
and plural are None where there are none.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.template.base import Lexer, TokenType
from django.utils.translation import to_locale

HUB = Path(__file__).resolve().parents[2]
LOCALE = HUB / "locale"
KEYWORDS = {
    "gettext": None,
    "gettext_lazy": None,
    "_": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
_TRANSLATE = re.compile(
    r"""\b(?:translate|trans)\s+(?P<quote>["'])(?P<text>.*?)(?P=quote)(?:[^%]*?\bcontext\s+(?P<q2>["'])(?P<context>.*?)(?P=q2))?""",
    re.S,
)
_IN_TAG = re.compile(r"""_\((?P<quote>["'])(?P<text>.*?)(?P=quote)\)""")
_CONTEXT = re.compile(r"""\bcontext\s+(?P<quote>["'])(?P<context>.*?)(?P=quote)""")


UNSAID = (
    *('"POT-Creation-Date:', '"PO-Revision-Date:', '"Last-Translator:', '"Language-Team:'),
    *('"Report-Msgid-Bugs-To:', '"Generated-By:', '"Project-Id-Version:'),
)


class Message(NamedTuple):
    context: str | None
    singular: str
    plural: str | None = None


def messages_of_sources(root: Path = HUB) -> dict[Message, list[str]]:
    """Every message marked below a folder, with the places where it stands (`file:line`)."""
    found: dict[Message, list[str]] = defaultdict(list)
    for file in sorted(root.rglob("*.py")):
        if "migrations" in file.parts:
            continue
        for line, message in _messages_of_python(file):
            found[message].append(f"{file.relative_to(root)}:{line}")
    for pattern in ("*.html", "*.txt"):
        for file in sorted(root.rglob(f"templates/**/{pattern}")):
            for line, message in messages_of_template(file.read_text()):
                found[message].append(f"{file.relative_to(root)}:{line}")
    return dict(found)


def _messages_of_python(file: Path) -> Iterator[tuple[int, Message]]:
    with file.open("rb") as source:
        for line, words, _comments, context in extract("python", source, keywords=KEYWORDS):
            texts = [words] if isinstance(words, str) else [word for word in words if word]
            yield line, Message(context, texts[0], texts[1] if len(texts) > 1 else None)


def messages_of_template(source: str) -> Iterator[tuple[int, Message]]:
    """The messages of one template, with their lines."""
    block: list[str] | None = None
    plural_from: int | None = None
    opening = ""
    for token in Lexer(source).tokenize():
        word = (token.contents.split(maxsplit=1) or [""])[0]
        if block is not None:
            if token.token_type == TokenType.BLOCK and word in {"endblocktranslate", "endblocktrans"}:
                yield token.lineno or 0, _block_message(opening, block, plural_from)
                block = plural_from = None
            elif token.token_type == TokenType.BLOCK and word == "plural":
                plural_from = len(block)
            else:
                block.append(
                    f"%({token.contents})s" if token.token_type == TokenType.VAR else token.contents.replace("%", "%%")
                )
        elif token.token_type == TokenType.BLOCK and word in {"blocktranslate", "blocktrans"}:
            block, opening = [], token.contents
        else:
            yield from _messages_of_token(token.contents, token.lineno or 0, token.token_type)


def _messages_of_token(contents: str, line: int, kind: TokenType) -> Iterator[tuple[int, Message]]:
    if kind == TokenType.BLOCK:
        for match in _TRANSLATE.finditer(contents):
            yield line, Message(match["context"], match["text"])
    if kind in {TokenType.BLOCK, TokenType.VAR}:
        for match in _IN_TAG.finditer(contents):
            yield line, Message(None, match["text"])


def _block_message(opening: str, block: list[str], plural_from: int | None) -> Message:
    context = _CONTEXT.search(opening)
    trimmed = "trimmed" in opening.split()

    def text_of(parts: list[str]) -> str:
        text = "".join(parts)
        return " ".join(line.strip() for line in text.strip().splitlines()) if trimmed else text

    plural = None if plural_from is None else text_of(block[plural_from:])
    return Message(context["context"] if context else None, text_of(block[:plural_from]), plural)


def read_catalogue(language: str) -> Catalog:
    """The catalogue of one language, empty where there is no file yet."""
    file = _po_file(language)
    if not file.exists():
        return Catalog(locale=to_locale(language))
    with file.open("rb") as source:
        return read_po(source, locale=to_locale(language))


def merge_messages(language: str, messages: dict[Message, list[str]]) -> int:
    """Write the marked messages into a catalogue, keeping what is translated; returns how many still lack one."""
    old, new = read_catalogue(language), Catalog(locale=to_locale(language), project="Learning Cities Hub", fuzzy=False)
    for message, places in sorted(messages.items(), key=lambda item: (item[0].singular, item[0].context or "")):
        key = (message.singular, message.plural) if message.plural else message.singular
        kept = old.get(key, message.context)
        locations = [(place.rsplit(":", 1)[0], 0) for place in sorted(set(places))]
        new.add(key, kept.string if kept else None, sorted(set(locations)), context=message.context)
    write_catalogue(language, new)
    return len(missing_translations(language))


def write_catalogue(language: str, catalogue: Catalog) -> None:
    """Write a catalogue without names, addresses and times, so that only texts make a difference."""
    catalogue.header_comment = f"# Learning Cities Hub: {language}"
    text = BytesIO()
    write_po(text, catalogue, width=120, sort_output=True, include_lineno=False)
    lines = text.getvalue().decode().splitlines(keepends=True)
    file = _po_file(language)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(line for line in lines if not line.startswith(UNSAID)), encoding="utf-8")


def missing_translations(language: str) -> list[str]:
    """The messages of a catalogue that have no translation or not every plural form."""
    missing = []
    for message in read_catalogue(language):
        strings = message.string if isinstance(message.string, list | tuple) else (message.string,)
        if message.id and not all(strings):
            missing.append(message.id if isinstance(message.id, str) else message.id[0])
    return missing


def compile_catalogues(languages: list[str]) -> None:
    """Write the binary catalogues that Django reads; only those older than their source."""
    for language in languages:
        source, target = _po_file(language), _po_file(language).with_suffix(".mo")
        if source.exists() and (not target.exists() or target.stat().st_mtime < source.stat().st_mtime):
            with target.open("wb") as file:
                write_mo(file, read_catalogue(language))


def _po_file(language: str) -> Path:
    return LOCALE / to_locale(language) / "LC_MESSAGES" / "django.po"
