"""What the record store refuses otherwise than with 400: a code, parameters, and the status that the protocol names."""

from typing import Any

from hub.kit.errors import Problem


class Refused(Problem):
    """A request that cannot be carried out. `status` is of HTTP: 403, 404, 409, 412, 413, 429, …"""

    def __init__(self, status: int, code: str, **parameters: Any):
        super().__init__(code, **parameters)
        self.status = status
