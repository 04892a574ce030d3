"""The HTTP API under generated requests: never a 5xx, and always what its OpenAPI file promises."""

import subprocess
import sys
from pathlib import Path

CHECKS = "not_a_server_error,response_schema_conformance,content_type_conformance"


def test_api_when_asked_all_sorts_of_things_then_it_keeps_its_promises(site, tmp_path):
    command = [str(Path(sys.executable).parent / "st"), "run", f"{site}/api/v1/openapi.json", "--seed", "7"]
    done = subprocess.run(
        [*command, "--max-examples", "25", "--checks", CHECKS],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stdout[-3000:]
