"""Where the Hub keeps what it is told: one folder, named by HUB_HOME."""

import os
from pathlib import Path


def hub_home() -> Path:
    """The folder for database, files and builds: HUB_HOME, else `var/` of a checkout, else the user's data folder."""
    named = os.environ.get("HUB_HOME")
    if named:
        return Path(named).expanduser().resolve()
    checkout = Path(__file__).resolve().parents[3]
    if (checkout / "pyproject.toml").exists():
        return checkout / "var"
    shared = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(shared) / "learning-cities-hub"


def port_of_hub() -> int:
    """The port that PORT names, 8000 by default."""
    return int(os.environ.get("PORT") or 8000)
