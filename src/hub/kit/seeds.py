"""Seeds that do not depend on the order of work, the machine or the number of workers."""

from hashlib import sha256


def seed_of(seed: int, *names: str) -> int:
    """Derive a seed of 63 bits for one named piece of work, e.g. `seed_of(7, "round-2026", "BEN-porto-novo")`."""
    text = "\x1f".join((str(seed), *names)).encode()
    return int.from_bytes(sha256(text).digest()[:8], "big") >> 1
