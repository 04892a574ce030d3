"""A secret key made once on each machine, readable by its owner alone."""

import os
import secrets
from pathlib import Path


def secret_key_of(home: Path) -> str:
    """Read the key of this home, making it at the first call. Safe when two processes start at once."""
    home.mkdir(parents=True, exist_ok=True)
    kept = home / "secret-key"
    try:
        handle = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return kept.read_text()
    key = secrets.token_urlsafe(48)
    with os.fdopen(handle, "w") as file:
        file.write(key)
    return key
