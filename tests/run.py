"""Run the whole suite: SQLite, then a real browser, then PostgreSQL.

Ends with one line of totals, or with what was left out and how to get it. With
CI=true, leaving anything out is a failure.
"""

import os
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from tests import postgres

NOTHING_COLLECTED = 5


@dataclass(frozen=True)
class Run:
    """One run of pytest."""

    name: str
    arguments: tuple[str, ...]


RUNS = (
    Run("on SQLite", ("-m", "not browser", "-n", "2")),
    Run("in the browser", ("-m", "browser", "-n", "2")),
    # What is slow and asks nothing of the database in particular runs once, above.
    Run("on PostgreSQL", ("--database=postgresql", "-n", "2", "-m", "not once")),
)


def _totals(report: Path) -> tuple[int, Counter[str]]:
    """How many tests ran, and how many were left out for which reason."""
    # Written by pytest a moment ago, so it can be trusted.
    root = ElementTree.parse(report).getroot()  # noqa: S314
    left_out = Counter(skip.get("message", "") for skip in root.iter("skipped"))
    return len(list(root.iter("testcase"))) - left_out.total(), left_out


def main() -> int:
    """Run everything that this machine can run; 0 when all of it is well."""
    began = time.monotonic()
    passed: list[str] = []
    failed: list[str] = []
    left_out: list[str] = []
    with tempfile.TemporaryDirectory() as directory:
        for number, run in enumerate(RUNS):
            if "postgresql" in run.arguments[0] and postgres.binaries() is None:
                left_out.append(f"all tests {run.name}: {postgres.HOW_TO_GET}")
                continue
            print(f"\nTests {run.name}", flush=True)
            report = Path(directory) / f"{number}.xml"
            code = subprocess.run(
                [
                    *(sys.executable, "-m", "pytest", "--quiet"),
                    *run.arguments,
                    f"--junit-xml={report}",
                ]
            ).returncode
            ran, skipped = _totals(report) if report.exists() else (0, Counter())
            left_out += [
                f"{count} tests {run.name}: {reason}"
                for reason, count in skipped.items()
            ]
            if code not in {0, NOTHING_COLLECTED} and not (skipped and not ran):
                failed.append(run.name)
            elif ran:
                passed.append(f"{ran} {run.name}")
    seconds = round(time.monotonic() - began)
    print()
    for line in left_out:
        print(f"Left out: {line}")
    if failed:
        print(f"FAILED {' and '.join(failed)} ({seconds} s)")
        return 1
    print(f"Passed: {', '.join(passed) or 'nothing'} ({seconds} s)")
    return int(bool(left_out) and os.environ.get("CI") == "true")


if __name__ == "__main__":
    sys.exit(main())
