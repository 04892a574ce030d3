"""Bytes of a text file to text: UTF-8 where it is, else the likeliest of the encodings that spreadsheets still write."""

from hub.commons.tables.faults import Faults, refuse
from hub.commons.tables.texts import BOM, UTF16, decode
from hub.kit.errors import Finding, InputRefused
from hub.rooms.ageing.files.intake.words import fold

# What Excel writes as "CSV" in Western Europe, Russia, the Arab countries and China.
LEGACY = {"Windows-1252": "cp1252", "Windows-1251": "cp1251", "Windows-1256": "cp1256", "GB18030": "gb18030"}
_TELLING = {
    "Windows-1252": ("age", "ans", "anos", "homme", "femme", "mujer", "hombre", "sexe", "sexo", "alter"),
    "Windows-1251": ("возраст", "лет", "мужчин", "женщин", "всего", "старше", "год"),
    "Windows-1256": ("العمر", "ذكور", "اناث", "المجموع", "سنه", "الجنس", "السن"),
    "GB18030": ("岁", "年龄", "男", "女", "合计", "年份", "总计"),
}


def decode_text(content: bytes, file: str) -> tuple[str, tuple[Finding, ...]]:
    """Text and what is to be said about its encoding. Refuses null_bytes and control_character; never an encoding."""
    try:
        return decode(content, file), ()
    except InputRefused as problem:
        code = problem.findings[0].code
        if not code.startswith("encoding_"):
            raise
    text, name = _from_utf16(content) if code == "encoding_utf16" else _from_legacy(content)
    faults = Faults(file)
    faults.add("encoding_guessed", severity="note", found=name, allowed="UTF-8")
    return decode(text.encode("utf-8"), file), faults.findings


def _from_utf16(content: bytes) -> tuple[str, str]:
    if content.startswith(UTF16):
        encoding = "utf-16"
    else:
        encoding = "utf-16-be" if content[:400:2].count(0) > content[1:400:2].count(0) else "utf-16-le"
    return content.decode(encoding, errors="replace"), "UTF-16"


def _from_legacy(content: bytes) -> tuple[str, str]:
    """The encoding in which most words of a population table can be read."""
    body = content.removeprefix(BOM)
    best, best_name, best_score = body.decode("cp1252", errors="replace"), "Windows-1252", 0
    for name, encoding in LEGACY.items():
        text = body.decode(encoding, errors="replace")
        folded = fold(text[:20_000])
        score = sum(folded.count(word) for word in _TELLING[name] if not word.isascii() or name == "Windows-1252")
        score -= 5 * folded.count("\ufffd")
        if score > best_score:
            best, best_name, best_score = text, name, score
    return best, best_name


def require_text(text: str, file: str) -> None:
    """Refuse a text that is hardly one."""
    replaced = text.count("\ufffd")
    if replaced > 20 and replaced > 0.05 * len(text):
        raise refuse("encoding_not_utf8", file, found="U+FFFD", allowed="UTF-8", row=1, byte=0)
