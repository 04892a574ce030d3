"""The room's part of the HTTP API: editions, scores with their bands, traces, rounds, and sending figures in."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import File, Router, Schema, Status
from ninja.files import UploadedFile
from ninja.security import django_auth

from hub.commons.api.errors import ErrorBody, ErrorOut, FindingOut
from hub.commons.people.visitors import signed_in
from hub.kit.errors import DataProblem, Finding, InputRefused, Problem
from hub.rooms.monitoring.files.frameworks import parse_framework
from hub.rooms.monitoring.files.receive import receive_file
from hub.rooms.monitoring.files.traces import SaidLink, scores_of, trace_key
from hub.rooms.monitoring.forms import MOST_UPLOAD_BYTES
from hub.rooms.monitoring.models import Edition, Round
from hub.rooms.monitoring.phrases import say, say_finding
from hub.rooms.monitoring.queries import editions as edition_reads
from hub.rooms.monitoring.queries import rounds as round_reads

router = Router()


class EditionOut(Schema):
    """One edition of the Monitoring Report."""

    code: str
    titles: dict[str, str]
    is_synthetic: bool
    run: str
    counts: dict[str, int]
    published_at: datetime | None


class ScoreOut(Schema):
    """A place with its rank and the band around it; never one without the other."""

    place: str
    name: str
    node: str
    score: float | None
    rank: int | None
    rank_5th_percentile: float | None
    rank_95th_percentile: float | None
    key: str


class LinkOut(Schema):
    """One step back from a figure; `observation` where it is a row of a file."""

    code: str
    message: str
    value: float | None
    key: str
    observation: dict[str, Any] | None
    children: list["LinkOut"]


class TraceOut(Schema):
    """A figure and its way back to the rows that it came from."""

    key: str
    value: float | None
    root: LinkOut
    observations: list[dict[str, Any]]


class RoundOut(Schema):
    """A collection round."""

    code: str
    titles: dict[str, str]
    opens_on: date
    closes_on: date
    is_synthetic: bool


class IndicatorOut(Schema):
    code: str
    names: dict[str, str]
    unit: str
    direction: int
    source_kind: str
    sdg_targets: list[str]
    low: float | None
    high: float | None


class ReceiptOut(Schema):
    """What became of a file: nothing is counted twice."""

    number: int
    name: str
    sha256: str
    rows: int
    added: int
    revised: int
    unchanged: int
    remarks: list[FindingOut]


@router.get("/editions", response=list[EditionOut], summary="Published editions")
def editions(request: HttpRequest) -> list[EditionOut]:
    return [_edition_out(one) for one in edition_reads.editions_open_to(request.user) if one.run_id]


@router.get("/editions/{code}", response={200: EditionOut, 404: ErrorOut}, summary="One edition")
def edition(request: HttpRequest, code: str) -> EditionOut:
    return _edition_out(edition_reads.edition_of(code, request.user))


@router.get(
    "/editions/{code}/scores",
    response={200: list[ScoreOut], 404: ErrorOut, 422: ErrorOut},
    summary="Scores with their rank bands",
    description="Of the index, or of the area that `node` names. Places without a score are not in the list.",
)
def scores(request: HttpRequest, code: str, node: str = "index") -> Any:
    found = edition_reads.edition_of(code, request.user)
    rows = scores_of(found, node)
    if rows is None:
        return Status(
            422,
            _error(
                "node_unknown",
                _("This edition has no scores for “%(node)s”. Allowed: index, or the code of an area.")
                % {"node": node},
            ),
        )
    return [ScoreOut(**row) for row in rows]


@router.get(
    "/trace/{key}",
    response={200: TraceOut, 404: ErrorOut},
    summary="A figure and its way back to the rows of the files",
)
def trace(request: HttpRequest, key: str) -> Any:
    try:
        found = trace_key(key, request.user)
    except DataProblem as problem:
        return Status(404, _error(problem.code, say(problem)))
    observations = [asdict(one) for one in found.trace.observations]
    return TraceOut(key=key, value=found.trace.value, root=_link_out(found.root), observations=observations)


@router.get("/rounds", response=list[RoundOut], summary="Collection rounds")
def rounds(request: HttpRequest) -> list[RoundOut]:
    return [_round_out(one) for one in round_reads.rounds()]


@router.get("/rounds/{code}/indicators", response={200: list[IndicatorOut], 404: ErrorOut}, summary="What a round asks")
def indicators(request: HttpRequest, code: str) -> list[IndicatorOut]:
    framework = parse_framework(round_reads.round_of(code).framework)
    return [
        IndicatorOut(
            code=node.code, names=dict(node.names), unit=node.unit, direction=node.direction, source_kind=node.source_kind,
            sdg_targets=list(node.sdg_targets), low=node.low, high=node.high,
        )
        for node in framework.indicators
    ]  # fmt: skip


@router.post(
    "/rounds/{code}/observations",
    auth=django_auth,
    response={201: ReceiptOut, 401: ErrorOut, 403: ErrorOut, 404: ErrorOut, 413: ErrorOut, 422: ErrorOut},
    summary="Send a table of observations",
    description="All of it is kept, or nothing. The same file again changes nothing.",
)
def send(request: HttpRequest, code: str, file: File[UploadedFile]) -> Any:
    asked = round_reads.round_of(code)
    if not request.user.has_perm("monitoring.send_observations", asked):
        return Status(403, _error("sending_not_allowed", say(Problem("sending_not_allowed", round=asked.title))))
    if (file.size or 0) > MOST_UPLOAD_BYTES:
        text = _(
            "The file has %(found)d MB. Allowed: at most %(allowed)d MB. Send it in parts, for example a file for each year."
        )
        return Status(
            413,
            _error(
                "file_too_large", text % {"found": (file.size or 0) // 1024**2, "allowed": MOST_UPLOAD_BYTES // 1024**2}
            ),
        )
    try:
        intake = receive_file(signed_in(request), asked, name=file.name or "", content=file.read())
    except InputRefused as refusal:
        message = _("Nothing of this file was kept. Mend what is listed in “findings” and send the whole file again.")
        return Status(422, _error("input_refused", message, [_finding_out(one) for one in refusal.findings]))
    except Problem as problem:
        return Status(422, _error(problem.code, say(problem)))
    remarks = [_finding_out(one) for one in round_reads.remarks_of_intake(intake)]
    return Status(201, ReceiptOut(
        number=intake.pk, name=intake.name, sha256=intake.sha256, rows=intake.rows,
        added=intake.added, revised=intake.revised, unchanged=intake.unchanged, remarks=remarks,
    ))  # fmt: skip


def _error(code: str, message: str, findings: list[FindingOut] | None = None) -> ErrorOut:
    return ErrorOut(error=ErrorBody(code=code, message=message, findings=findings or []))


def _finding_out(one: Finding) -> FindingOut:
    return FindingOut(
        code=one.code, severity=one.severity, file=one.file, row=one.row, column=one.column,
        found=one.found, allowed=one.allowed, message=say_finding(one),
    )  # fmt: skip


def _edition_out(one: Edition) -> EditionOut:
    return EditionOut(
        code=one.code, titles=one.titles, is_synthetic=one.is_synthetic, run=one.run_id, counts=one.counts,
        published_at=one.published_at,
    )  # fmt: skip


def _round_out(one: Round) -> RoundOut:
    return RoundOut(
        code=one.code, titles=one.titles, opens_on=one.opens_on, closes_on=one.closes_on, is_synthetic=one.is_synthetic
    )


def _link_out(said: SaidLink) -> LinkOut:
    observation = asdict(said.link.observation) if said.link.observation else None
    children = [_link_out(child) for child in said.children]
    return LinkOut(
        code=said.link.code,
        message=said.sentence,
        value=said.link.value,
        key=said.link.key,
        observation=observation,
        children=children,
    )
