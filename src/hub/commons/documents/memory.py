"""Memory that is no longer needed goes back to the system before something large begins."""

import gc
from ctypes import CDLL


def give_back() -> None:
    """Free what nothing refers to, and hand it back where the C library can: it keeps what was freed in pieces."""
    gc.collect()
    trim = getattr(CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
