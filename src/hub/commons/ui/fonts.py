"""Where the fonts of the six languages are: three wheels, so that no machine needs fonts of its own."""

from importlib.resources import files
from pathlib import Path

# Latin, Cyrillic and Greek; Arabic; Chinese. All under the SIL Open Font License 1.1.
WHEELS = (("fontpkg_noto_sans", "files"), ("fontpkg_noto_sans_arabic", "files"), ("manimgx_fonts_cjk", ""))
# In the order in which a missing letter is looked for. The serif comes with Typst.
SANS = ("Noto Sans", "Noto Sans Arabic", "Noto Sans CJK SC")
SERIF = ("Libertinus Serif", *SANS)
MONO = ("DejaVu Sans Mono", *SANS)


def font_folders() -> tuple[Path, ...]:
    """The folders of the font files; ModuleNotFoundError names the wheel that is not installed."""
    return tuple(Path(str(files(package))) / folder for package, folder in WHEELS)
