"""Measure how content is loaded and written, against what stock Django does.

`content load` and stock `loaddata` load the same files into the same empty database,
by turns in one process, so that a machine that slows down slows both. What each
loaded is rolled back before the next begins.
"""

import gc
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction

from partnerships import fixtures

ROUNDS = 5
FILES = sorted((Path(__file__).parents[1] / "fixtures").glob("*.json"))


def measure() -> None:
    """Load and export by turns, and print a table; the database must be empty."""

    def ours() -> None:
        fixtures.load(FILES)

    def stock() -> None:
        call_command("loaddata", *map(str, FILES), verbosity=0)

    with transaction.atomic():
        rows = sum(fixtures.load(FILES).values())
        transaction.set_rollback(True)
    took: dict[Callable[[], None], list[float]] = {ours: [], stock: []}
    for _round in range(ROUNDS):
        for way, seconds in took.items():
            seconds.append(_seconds(way))
    medians = {way: statistics.median(seconds) for way, seconds in took.items()}
    print(f"{connection.vendor}: {rows} rows from {len(FILES)} files")
    for name, way in (("content load", ours), ("stock loaddata", stock)):
        print(
            f"{name:16} {medians[way]:6.2f} s {rows / medians[way]:7.0f} rows/s"
            f" {_queries(way):7} queries"
        )
    ratios = [theirs / us for us, theirs in zip(took[ours], took[stock], strict=True)]
    print(f"{'ratio':16} {statistics.median(ratios):6.1f}")
    with transaction.atomic():
        fixtures.load(FILES)
        seconds = statistics.median(_timed(_export) for _round in range(ROUNDS))
        print(
            f"{'content export':16} {seconds:6.2f} s {rows / seconds:7.0f} rows/s"
            f" {_queries(_export):7} queries\n"
        )
        transaction.set_rollback(True)


def _export() -> None:
    with fixtures.snapshot():
        for model in fixtures.FILES.values():
            fixtures.export(model)


def _timed(way: Callable[[], None]) -> float:
    gc.collect()  # What the other way left behind is not this one's to clear.
    began = time.perf_counter()
    way()
    return time.perf_counter() - began


def _seconds(way: Callable[[], None]) -> float:
    with transaction.atomic():
        seconds = _timed(way)
        transaction.set_rollback(True)
    return seconds


def _queries(way: Callable[[], None]) -> int:
    """Count them by hand: the log of queries keeps nine thousand only."""
    asked = 0

    def count(execute: Any, *arguments: Any) -> Any:
        nonlocal asked
        asked += 1
        return execute(*arguments)

    with transaction.atomic(), connection.execute_wrapper(count):
        way()
        transaction.set_rollback(True)
    return asked
