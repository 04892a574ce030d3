"""Sex labels, read together: what M means depends on the letters beside it."""

from collections.abc import Iterable

from hub.rooms.ageing.files.intake.words import BOTH_SEXES, FEMALE, MALE, SEX_LETTERS, UNKNOWN_SEX, fold

# Letters that settle what the letter m (or another) means: (all of these present) -> meaning.
_LETTER_SETS: tuple[tuple[frozenset[str], dict[str, str]], ...] = (
    (frozenset("mf"), {"m": "m", "f": "f"}),
    (frozenset("hf"), {"h": "m", "f": "f"}),
    (frozenset("hm"), {"h": "m", "m": "f"}),
    (frozenset("vm"), {"v": "m", "m": "f"}),
    (frozenset("mw"), {"m": "m", "w": "f"}),
    (frozenset("mk"), {"m": "m", "k": "f"}),
    (frozenset("12"), {"1": "m", "2": "f"}),
)
_OTHER_LETTERS = {"t": "t", "b": "t", "0": "t", "3": "t", "u": "u", "9": "u", "x": "u", "f": "f", "v": "m", "w": "f"}


def word_of_sex(text: str) -> str:
    """m, f, t (both) or u (unknown) for a word that is clear by itself; blank for letters, codes and other words."""
    label = fold(text).strip(" .*:()")
    if ":" in label:
        label = label.rpartition(":")[2].strip()
    for meaning, known in (
        ("m", MALE),
        ("f", FEMALE),
        ("t", BOTH_SEXES - SEX_LETTERS),
        ("u", UNKNOWN_SEX - SEX_LETTERS),
    ):
        if label in known:
            return meaning
    return ""


def is_sex(text: str) -> bool:
    """Whether a label may mean a sex, both or an unknown one; single letters and code numbers included."""
    letter = _letter(text)
    return bool(word_of_sex(text)) or letter in SEX_LETTERS or letter in ("b", "x", "k")


def read_sexes(labels: Iterable[str]) -> dict[str, str]:
    """Label -> m, f, t (both) or u (unknown), or blank where it cannot be told, judged by all labels of a table.

    M is male beside F or W, and female beside H or V (hombres, varones, mujeres). 1 and 2 are male and female (ISO 5218).
    """
    distinct = list(dict.fromkeys(labels))
    letters = {letter for label in distinct if (letter := _letter(label))}
    settled = dict(_OTHER_LETTERS)
    named = {word_of_sex(label) for label in distinct}
    for needed, meanings in _LETTER_SETS:
        if needed <= letters:
            settled |= meanings
            break
    else:
        # One sex spelt out settles the letter of the other.
        if "f" in named or "f" in letters:
            settled["m"] = settled["h"] = "m"
        elif "m" in named or letters & {"h", "v"}:
            settled["m"], settled["h"] = "f", "m"
    return {label: word_of_sex(label) or settled.get(_letter(label), "") for label in distinct}


def _letter(text: str) -> str:
    label = fold(text).strip(" .*:()").removeprefix("sex_").removeprefix("_")
    label = label.partition(":")[0].strip()
    return label if len(label) == 1 else ""
