"""What every test may ask for."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture
def shared() -> Path:
    """The folder of real data and reference results beside the project; the test is skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("the shared reference data are not beside the project")
    return SHARED
