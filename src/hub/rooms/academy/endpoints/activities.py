"""The activities resource: all that statements have said of an activity, in every language."""

import json

from hub.rooms.academy.endpoints.exchange import Request, Response
from hub.rooms.academy.endpoints.parameters import activity_in, check_parameters
from hub.rooms.academy.engine.documents import JSON, etag_of
from hub.rooms.academy.queries.activities import activity_object


def get_activity(request: Request) -> Response:
    check_parameters(request, ("activityId",))
    body = json.dumps(activity_object(activity_in(request)), ensure_ascii=False).encode()
    return Response(200, body, {"Content-Type": JSON, "ETag": f'"{etag_of(body)}"'})


ACTIVITIES = {"GET": get_activity}
