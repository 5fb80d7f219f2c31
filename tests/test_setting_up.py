"""Two that set up at once, as two `make run` do: one waits for the other."""

import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
ALONE = PROJECT / ".ci" / "alone"
WAITING = "Another make is setting up here: waiting for it.\n"
# Says that it has begun, and ends when its input does.
SLOW = "import sys; print('begun', flush=True); sys.stdin.read()"

Start = Callable[[str], subprocess.Popen[str]]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start Python code under one lock."""
    lock = tmp_path / "not yet" / "setup.lock"
    started = []

    def run(code: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, ALONE, lock, sys.executable, "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.communicate()


def begun(process: subprocess.Popen[str]) -> None:
    assert process.stdout and process.stdout.readline() == "begun\n"


def says_that_it_waits(process: subprocess.Popen[str]) -> None:
    assert process.stderr and process.stderr.readline() == WAITING
    assert process.poll() is None


def test_the_second_says_that_it_waits_and_goes_on_after_the_first(
    start: Start,
) -> None:
    """It neither fails nor works beside the other."""
    first = start(SLOW)
    begun(first)
    second = start("print('second')")
    says_that_it_waits(second)
    first.communicate("")
    assert second.communicate() == ("second\n", "")
    assert second.returncode == 0


def test_one_alone_does_not_wait_and_its_failure_is_told(start: Start) -> None:
    """The lock changes nothing about the command."""
    process = start("import sys; sys.exit('failed')")
    assert process.communicate() == ("", "failed\n")
    assert process.returncode == 1


def test_what_is_killed_leaves_no_lock_behind(start: Start) -> None:
    """The next one need not be told to remove a file."""
    first = start(SLOW)
    begun(first)
    second = start("print('second')")
    says_that_it_waits(second)
    first.kill()
    assert second.communicate() == ("second\n", "")


def test_who_does_not_want_to_wait_leaves_without_a_trace(start: Start) -> None:
    """Ctrl-C ends the waiting, and the first goes on."""
    first = start(SLOW)
    begun(first)
    second = start("print('second')")
    says_that_it_waits(second)
    second.send_signal(signal.SIGINT)
    assert second.communicate() == ("", "")
    assert second.returncode == -signal.SIGINT
    assert first.poll() is None


def test_nothing_is_installed_or_loaded_but_under_the_lock() -> None:
    """In the Makefile, only what runs under the lock leads to a stamp."""
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    needing = re.findall(r"^(\S+):.*\.stamp", makefile, re.M)
    assert needing == ["ready"]
    calls = re.findall(r"\$\(MAKE\) .*?(\S+)$", makefile, re.M)
    assert calls == ["ready", "$(VENV)/$@.stamp"]
    assert makefile.count("$(ALONE) $(MAKE)") == len(calls)
    (ready,) = re.findall(r"^ready:.*\n((?:\t.*\n)+)", makefile, re.M)
    for command in ("migrate", "content load", "ensure_editor"):
        assert makefile.count(f"manage.py {command}") == 1
        assert f"manage.py {command}" in ready
