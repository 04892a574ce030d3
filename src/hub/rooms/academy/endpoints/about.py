"""What the store speaks, for anybody who asks."""

import orjson

from hub.rooms.academy.endpoints.exchange import Request, Response
from hub.rooms.academy.endpoints.parameters import check_parameters
from hub.rooms.academy.endpoints.versions import SPOKEN
from hub.rooms.academy.rules import Caller

ANYBODY = Caller(0, {}, 0, frozenset())


def get_about(request: Request) -> Response:
    """The versions: to a reader of 1.0 those that it knows of."""
    check_parameters(request, ())
    versions = [version for version in SPOKEN if request.version != "1.0.3" or version.startswith("1.")]
    return Response(200, orjson.dumps({"version": versions}), {"Content-Type": "application/json"})


ABOUT = {"GET": get_about}
