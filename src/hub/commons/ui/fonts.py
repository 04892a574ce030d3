"""Where the fonts of the six languages are: three wheels, so that no machine needs fonts of its own."""

from functools import cache
from importlib.resources import files
from pathlib import Path
from struct import unpack_from

# Latin, Cyrillic and Greek; Arabic; Chinese. All under the SIL Open Font License 1.1.
WHEELS = (("fontpkg_noto_sans", "files"), ("fontpkg_noto_sans_arabic", "files"), ("manimgx_fonts_cjk", ""))
# In the order in which a missing letter is looked for. The serif comes with Typst.
SANS = ("Noto Sans", "Noto Sans Arabic", "Noto Sans CJK SC")
SERIF = ("Libertinus Serif", *SANS)
MONO = ("DejaVu Sans Mono", *SANS)


def font_folders() -> tuple[Path, ...]:
    """The folders of the font files; ModuleNotFoundError names the wheel that is not installed."""
    return tuple(Path(str(files(package))) / folder for package, folder in WHEELS)


@cache
def letters() -> frozenset[int]:
    """Code points that the fonts of the wheels have, so that a print knows what it cannot show."""
    found: set[int] = set()
    for folder in font_folders():
        for path in sorted(folder.glob("*.tt[fc]")):
            found |= _letters_of(path.read_bytes())
    return frozenset(found)


def _letters_of(font: bytes) -> set[int]:
    """Code points of the first font of a file, from its character map (OpenType, table `cmap`, formats 4 and 12)."""
    start = unpack_from(">I", font, 12)[0] if font[:4] == b"ttcf" else 0
    tables = {}
    for number in range(unpack_from(">H", font, start + 4)[0]):
        tag, _, offset, _ = unpack_from(">4sIII", font, start + 12 + 16 * number)
        tables[tag] = offset
    cmap, found = tables[b"cmap"], set()
    for number in range(unpack_from(">H", font, cmap + 2)[0]):
        at = cmap + unpack_from(">I", font, cmap + 8 + 8 * number)[0]
        found |= READERS.get(unpack_from(">H", font, at)[0], lambda font, at: set())(font, at)
    return found


def _segments(font: bytes, at: int) -> set[int]:
    """Format 4: segments of the first 65,536 code points."""
    size = unpack_from(">H", font, at + 6)[0]
    ends = unpack_from(f">{size // 2}H", font, at + 14)
    starts = unpack_from(f">{size // 2}H", font, at + 16 + size)
    return {code for first, last in zip(starts, ends, strict=True) for code in range(first, last + 1) if code != 0xFFFF}


def _groups(font: bytes, at: int) -> set[int]:
    """Format 12: groups of any code points."""
    found: set[int] = set()
    for number in range(unpack_from(">I", font, at + 12)[0]):
        first, last = unpack_from(">II", font, at + 16 + 12 * number)
        found.update(range(first, last + 1))
    return found


READERS = {4: _segments, 12: _groups}
