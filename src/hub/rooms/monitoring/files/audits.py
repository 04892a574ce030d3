"""The statistical audit of a run on disk, beside its steps."""

from pathlib import Path

from hub.commons.tables.writing import json_text, write_text
from hub.rooms.monitoring.engine.auditing import audit_of
from hub.rooms.monitoring.engine.findings import as_mapping
from hub.rooms.monitoring.engine.run import Run

AUDIT = "audit.json"


def write_audit(run: Run, folder: Path) -> None:
    """Write the audit into `folder` (OUT/steps): verdicts, findings and every number behind them, 12 digits each."""
    write_text(folder / AUDIT, json_text(as_mapping(audit_of(run))))
