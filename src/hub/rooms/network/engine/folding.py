"""Names as a search compares them: without case, accents or vowel signs, in any script."""

import unicodedata
from functools import cache

# Letters that Unicode does not take apart, and Arabic letters that people type for one another.
LETTERS = str.maketrans(
    {"đ": "d", "ø": "o", "ł": "l", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ħ": "h", "ə": "e"}
    | {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك", "ـ": "", "ё": "е", "й": "и"}
    | {"ʻ": "", "ʼ": "", "'": "", "’": "", "‘": "", "`": ""}
)


def fold(text: str) -> str:
    """Fold a name for comparison; folding twice changes nothing.

    Case, accents (also Arabic vowel signs and Hangul composition) go, and so do marks and repeated blanks; hyphens,
    commas and other punctuation become one blank.
    """
    plain = unicodedata.normalize("NFKD", text.casefold().translate(LETTERS)).casefold().translate(LETTERS)
    kept = "".join(_folded_sign(sign) for sign in plain)
    return " ".join(kept.split())


@cache
def _folded_sign(sign: str) -> str:
    kind = unicodedata.category(sign)[0]
    if kind == "M":
        return ""
    return sign if kind in "LN" else " "


def script_of(text: str) -> str:
    """The ISO 15924 code of the script that most letters of a name are in; `Zyyy` where none is known."""
    counts: dict[str, int] = {}
    for sign in text:
        script = _script_of_sign(sign)
        if script:
            counts[script] = counts.get(script, 0) + 1
    if not counts:
        return "Zyyy"
    if "Hira" in counts or "Kana" in counts:
        return "Jpan"
    return max(sorted(counts), key=counts.__getitem__)


SCRIPTS = {
    "LATIN": "Latn",
    "CYRILLIC": "Cyrl",
    "ARABIC": "Arab",
    "GREEK": "Grek",
    "HEBREW": "Hebr",
    "HANGUL": "Hang",
    "CJK": "Hani",
    "HIRAGANA": "Hira",
    "KATAKANA": "Kana",
    "THAI": "Thai",
    "LAO": "Laoo",
    "KHMER": "Khmr",
    "MYANMAR": "Mymr",
    "ETHIOPIC": "Ethi",
    "GEORGIAN": "Geor",
    "ARMENIAN": "Armn",
    "DEVANAGARI": "Deva",
    "BENGALI": "Beng",
    "TAMIL": "Taml",
    "TELUGU": "Telu",
    "GUJARATI": "Gujr",
    "GURMUKHI": "Guru",
    "SINHALA": "Sinh",
    "MALAYALAM": "Mlym",
    "KANNADA": "Knda",
    "ORIYA": "Orya",
    "TIBETAN": "Tibt",
    "MONGOLIAN": "Mong",
}


def _script_of_sign(sign: str) -> str:
    if not sign.isalpha():
        return ""
    return SCRIPTS.get(unicodedata.name(sign, "").split(" ")[0], "")
