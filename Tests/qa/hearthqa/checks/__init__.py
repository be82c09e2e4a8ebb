"""The checks, one module each, in the order in which they run: cheap ones over every page first, the browser after.

A module has a `run(session)` that returns a `Result`. A finding is one line that says where and what; no finding is a
pass.
"""

from dataclasses import dataclass, field


@dataclass
class Result:
    checked: str
    """What was looked at, for the report's one line: "41 pages"."""
    findings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """Measurements and remarks: kept in the log, not held against the site."""
