"""Typst in a process of its own: `python -m hub.commons.documents.compile DATE < description > report.pdf`."""

import sys
from datetime import UTC, datetime
from importlib.resources import files
from typing import Literal, cast

import typst

from hub.commons.documents.memory import give_back
from hub.commons.ui.fonts import font_folders

STANDARDS: list[Literal["ua-1"]] = ["ua-1"]
TEMPLATE = "document.typ"


def compile_report(described: str, day: str) -> bytes:
    """The PDF from what `print.write_input` describes; `day` (ISO 8601) is the only date that it knows."""
    compiler = typst.Compiler(
        input=files("hub.commons.documents").joinpath(TEMPLATE).read_bytes(),
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=[str(folder) for folder in font_folders()]),
        sys_inputs={"document": described},
    )
    # The compiler has its own copy; two of a document of tens of megabytes are one too many.
    del described
    give_back()
    moment = datetime.fromisoformat(day).replace(tzinfo=UTC)
    pdf = compiler.compile(format="pdf", pdf_standards=[*STANDARDS], timestamp=moment)
    return cast(bytes, pdf)


if __name__ == "__main__":
    try:
        sys.stdout.buffer.write(compile_report(sys.stdin.buffer.read().decode(), sys.argv[1]))
    except typst.TypstError as error:
        sys.exit(str(error))
