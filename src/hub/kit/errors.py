"""What is wrong, as a code and parameters: engines find it, a room's `phrases.py` says it to people."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found in an input.

    code      what kind of fault, e.g. `value_out_of_range`; the sentence is in the room's `phrases.py`
    severity  `error` refuses the whole input, `warning` asks a question, `note` only tells
    found     the offending text or value, as it stood (shortened to 80 characters)
    allowed   what would have been accepted; a parameter of the sentence, not a sentence
    file      name of the input, as its sender called it; blank where there is only one
    row       line of the input, the header being line 1; None where the whole input is meant
    column    heading of the column; blank where the whole row or input is meant
    others    how many more times the same code was found in the same column (only the first ones are listed)
    """

    code: str
    severity: Severity = "error"
    found: str = ""
    allowed: str = ""
    file: str = ""
    row: int | None = None
    column: str = ""
    others: int = 0
    parameters: Mapping[str, Any] = field(default_factory=dict)


class Problem(Exception):
    """Something a person can mend. `code` and `parameters` are turned into a sentence at the edge."""

    def __init__(self, code: str, **parameters: Any):
        super().__init__(code, parameters)
        self.code = code
        self.parameters = parameters

    def __str__(self) -> str:
        described = ", ".join(f"{name}={value!r}" for name, value in self.parameters.items())
        return f"{self.code}({described})"


class DataProblem(Problem):
    """A value, table or recipe that cannot be used as it is."""


class InputRefused(Problem):
    """A whole input was refused and nothing of it was kept; `findings` say why."""

    def __init__(self, findings: tuple[Finding, ...], **parameters: Any):
        super().__init__("input_refused", **parameters)
        self.findings = findings
