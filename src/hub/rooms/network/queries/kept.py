"""What was worked out from the register and still holds, kept in this process: no pickling, so a hit costs nothing.

Keys carry the register's stamp, so that a change makes new keys and the old entries fall out. Values are never changed.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar, cast

Value = TypeVar("Value")
MOST = 96

_entries: OrderedDict[Hashable, Any] = OrderedDict()
_lock = Lock()


def keep(key: Hashable, make: Callable[[], Value]) -> Value:
    """The value of a key, made at the first call. Two threads may both make it; both get the same thing."""
    with _lock:
        if key in _entries:
            _entries.move_to_end(key)
            return cast(Value, _entries[key])
    made = make()
    with _lock:
        _entries[key] = made
        while len(_entries) > MOST:
            _entries.popitem(last=False)
    return made


def forget() -> None:
    """Forget everything, as at the start of a process."""
    with _lock:
        _entries.clear()
