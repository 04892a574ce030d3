"""Files for the browser that come out of Python wheels when the Hub is made ready; none is kept in the repository."""

from pathlib import Path

import vl_convert


def build_browser_files(folder: Path) -> list[Path]:
    """Write what pages load on demand into the folder of built static files; returns what was written."""
    vega = folder / "vega" / "vega.js"
    vega.parent.mkdir(parents=True, exist_ok=True)
    if not vega.exists():
        vega.write_text(vl_convert.javascript_bundle())  # type: ignore[call-arg] # both have defaults
    return [vega]
