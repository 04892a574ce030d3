"""Fetching against a server on loopback: cut connections, changed versions, wrong files, addresses that lead astray."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from hub.commons.sources.fetching import fetch_sources
from hub.kit.errors import DataProblem
from hub.rooms.monitoring.files.combining import combine
from hub.rooms.monitoring.files.manifests import Manifest, load_manifest, parse_manifest

TABLE = b"areacd,areanm,indicator,period,observation\n" + b"".join(
    f"E{number},Place {number},Rate,2023,{number}\n".encode() for number in range(9000)
)


@dataclass
class Behaviour:
    """What the server does; tests change it between requests."""

    content: bytes = TABLE
    tag: str = '"one"'
    status: int = 200
    cut_after: int | None = None
    location: str = ""
    ranges: list[str] = field(default_factory=list)


@pytest.fixture
def behaviour() -> Behaviour:
    return Behaviour()


@pytest.fixture
def address(behaviour: Behaviour) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args: object) -> None:
            pass

        def do_GET(self) -> None:
            wanted = self.headers.get("Range", "")
            behaviour.ranges.append(wanted)
            if behaviour.location and self.path == "/start":
                self.send_response(302)
                self.send_header("Location", behaviour.location)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            start = 0
            if wanted and self.headers.get("If-Range") == behaviour.tag:
                start = int(wanted.removeprefix("bytes=").removesuffix("-"))
            body = behaviour.content[start:]
            self.send_response(206 if start else behaviour.status)
            self.send_header("ETag", behaviour.tag)
            self.send_header("Content-Length", str(len(body)))
            if start:
                self.send_header(
                    "Content-Range", f"bytes {start}-{len(behaviour.content) - 1}/{len(behaviour.content)}"
                )
            self.end_headers()
            cut, behaviour.cut_after = behaviour.cut_after, None
            self.wfile.write(body if cut is None else body[:cut])

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/start"
    server.shutdown()
    server.server_close()
    thread.join()


def manifest_of(address: str, **changed: str) -> Manifest:
    extra = "\n".join(f"{key} = {value}" for key, value in changed.items())
    return parse_manifest(
        f'[manifest]\ncode = "test"\ntitle = "Test"\nlicence = "CC0-1.0"\n'
        f'[[files]]\nname = "rates.csv"\naddress = "{address}"\ncolumns = ["areacd", "observation"]\n{extra}\n'
    )


def fetch(manifest: Manifest, out: Path) -> bytes:
    fetch_sources(manifest.sources, out, pause_seconds=0)
    return (out / "rates.csv").read_bytes()


def problem_of(manifest: Manifest, out: Path) -> DataProblem:
    with pytest.raises(DataProblem) as raised:
        fetch(manifest, out)
    assert not (out / "rates.csv").exists()
    return raised.value


def test_fetch_when_all_is_well_then_writes_the_file_and_nothing_else(address: str, tmp_path: Path) -> None:
    assert fetch(manifest_of(address), tmp_path) == TABLE
    assert [path.name for path in tmp_path.iterdir()] == ["rates.csv"]


def test_fetch_when_the_connection_is_cut_then_resumes(address: str, behaviour: Behaviour, tmp_path: Path) -> None:
    behaviour.cut_after = 70_000
    assert fetch(manifest_of(address), tmp_path) == TABLE
    assert behaviour.ranges == ["", "bytes=70000-"]


def test_fetch_when_the_version_changed_meanwhile_then_starts_again(
    address: str, behaviour: Behaviour, tmp_path: Path
) -> None:
    (tmp_path / "rates.csv.part").write_bytes(b"areacd,obs of an earlier version")
    (tmp_path / "rates.csv.part.json").write_text(f'{{"address": "{address}", "tag": "\\"old\\""}}')
    assert fetch(manifest_of(address), tmp_path) == TABLE


def test_fetch_when_a_part_has_no_version_then_starts_again(address: str, behaviour: Behaviour, tmp_path: Path) -> None:
    (tmp_path / "rates.csv.part").write_bytes(b"areacd,something else")
    assert fetch(manifest_of(address), tmp_path) == TABLE
    assert behaviour.ranges == [""]


def test_fetch_when_the_tag_is_weak_then_does_not_resume(address: str, behaviour: Behaviour, tmp_path: Path) -> None:
    behaviour.tag, behaviour.cut_after = 'W/"one"', 70_000
    assert fetch(manifest_of(address), tmp_path) == TABLE
    assert behaviour.ranges == ["", ""]


def test_fetch_when_there_is_no_such_file_then_says_so(address: str, behaviour: Behaviour, tmp_path: Path) -> None:
    behaviour.status = 404
    problem = problem_of(manifest_of(address), tmp_path)
    assert (problem.code, problem.parameters["found"]) == ("fetch_refused", "HTTP 404")


def test_fetch_when_columns_are_missing_then_refuses(address: str, behaviour: Behaviour, tmp_path: Path) -> None:
    behaviour.content = b"area,observation\nE1,2\n"
    problem = problem_of(manifest_of(address), tmp_path)
    assert (problem.code, problem.parameters["found"]) == ("fetch_columns_missing", "areacd")


def test_fetch_when_the_file_is_too_large_then_stops(address: str, tmp_path: Path) -> None:
    assert problem_of(manifest_of(address, most_bytes="1000"), tmp_path).code == "fetch_too_large"


def test_fetch_when_the_fingerprint_differs_then_refuses(address: str, tmp_path: Path) -> None:
    right = manifest_of(address, sha256=f'"{sha256(TABLE).hexdigest()}"')
    assert problem_of(manifest_of(address, sha256='"00ff"'), tmp_path).code == "fetch_fingerprint_differs"
    assert fetch(right, tmp_path) == TABLE


def test_fetch_when_redirected_on_loopback_then_follows(address: str, behaviour: Behaviour, tmp_path: Path) -> None:
    behaviour.location = "/final"
    assert fetch(manifest_of(address), tmp_path) == TABLE


@pytest.mark.parametrize("location", ["file:///etc/passwd", "ftp://example.org/x", ""])
def test_fetch_when_redirected_out_of_http_then_refuses(
    address: str, behaviour: Behaviour, tmp_path: Path, location: str
) -> None:
    behaviour.location = location or "gopher://x"
    assert problem_of(manifest_of(address), tmp_path).code == "fetch_redirect_refused"


def test_fetch_when_redirected_in_circles_then_stops(address: str, behaviour: Behaviour, tmp_path: Path) -> None:
    behaviour.location = "/start"
    assert problem_of(manifest_of(address), tmp_path).code == "fetch_too_many_redirects"


def test_fetch_when_nobody_answers_then_says_so(tmp_path: Path) -> None:
    assert problem_of(manifest_of("http://127.0.0.1:9/x"), tmp_path).code == "fetch_failed"


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://example.org/a.csv", "https://user@example.org/a"])
def test_parse_manifest_when_the_address_is_not_plain_http_then_refuses(address: str) -> None:
    with pytest.raises(DataProblem) as raised:
        manifest_of(address)
    assert raised.value.code == "manifest_address_invalid"


def test_parse_manifest_when_a_name_leads_out_of_the_folder_then_refuses() -> None:
    with pytest.raises(DataProblem) as raised:
        parse_manifest(
            '[manifest]\ncode="t"\ntitle="T"\nlicence="x"\n[[files]]\nname="../a.csv"\naddress="http://x.org"\n'
        )
    assert raised.value.code == "manifest_file_name_invalid"


def test_load_manifest_when_shipped_then_covers_every_indicator_of_the_framework() -> None:
    manifest = load_manifest("ons-local")
    assert len({series.indicator for series in manifest.series}) == 36


def test_combine_when_files_were_fetched_then_writes_the_inputs_of_a_round(tmp_path: Path) -> None:
    (tmp_path / "rates.csv").write_text(
        "areacd,areanm,indicator,period,observation,status\n"
        "K1,Kingdom,Rate,2023,1,\nE1,One,Rate,2012,2,\nE2,Two,Other,2023,3,\nE2,Two,Rate,2023,,x\n"
    )
    manifest = parse_manifest(
        '[manifest]\ncode="t"\ntitle="T"\nlicence="x"\n[[files]]\nname="rates.csv"\naddress="http://x.org"\n'
        '[combine]\nplaces="E[0-9]"\nnot_before=2014\n'
        '[combine.rename]\nplace="areacd"\nname="areanm"\nperiod="period"\nvalue="observation"\nstatus="status"\n'
        '[[combine.series]]\nindicator="RATE"\nfile="rates.csv"\nwhere={indicator="Rate"}\n'
    )
    observations, areas = combine(manifest, tmp_path)
    heading = "area_code,indicator,period,value,lower_95,upper_95,status,notes\n"
    assert observations.read_text() == heading + "E2,RATE,2023,,,,x,\n"
    assert areas.read_text() == "area_code,area_name\nE2,Two\n"
