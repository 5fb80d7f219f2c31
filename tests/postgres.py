"""A private PostgreSQL server for the tests: on loopback, thrown away afterwards."""

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

HOW_TO_GET = "install PostgreSQL's server (Debian: apt-get install postgresql)"


def binaries() -> Path | None:
    """The directory of the newest server programs here, or None without any."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/postgres"),
        key=lambda path: [int(part) for part in path.parts[4].split(".")],
    )
    if found:
        return found[-1].parent
    postgres = shutil.which("postgres")
    return Path(postgres).resolve().parent if postgres else None


def _unprivileged() -> dict[str, Any]:
    """How to start the server's programs, which refuse to run as root."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            account = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    raise RuntimeError("No unprivileged account to run PostgreSQL as.")


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_it_answers(server: subprocess.Popen[bytes], url: str) -> None:
    """Return once a connection succeeds."""
    import psycopg

    deadline = time.monotonic() + 30
    while True:
        try:
            psycopg.connect(url, connect_timeout=3).close()
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return


@contextmanager
def private_server() -> Iterator[str]:
    """Run a server for as long as the block lasts; gives its address."""
    programs = binaries()
    if programs is None:
        raise RuntimeError(f"PostgreSQL is missing: {HOW_TO_GET}.")
    who = _unprivileged()
    # Its own directory directly under the system's: the unprivileged account could
    # not enter one that only we may read.
    home = Path(tempfile.mkdtemp(prefix="postgresql-"))
    try:
        password = secrets.token_hex(16)
        (home / "password").write_text(password, encoding="utf-8")
        if who:
            os.chown(home, who["user"], who["group"])
            os.chown(home / "password", who["user"], who["group"])
        quiet = {"cwd": home, "stdin": subprocess.DEVNULL, **who}
        initialised = subprocess.run(
            [
                programs / "initdb",
                f"--pgdata={home / 'data'}",
                "--username=tests",
                f"--pwfile={home / 'password'}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
            ],
            capture_output=True,
            text=True,
            **quiet,
        )
        if initialised.returncode:
            raise RuntimeError(f"initdb failed: {initialised.stderr}")
        port = free_port()
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": port,
            "unix_socket_directories": "",
            # Nothing here has to survive a crash.
            "fsync": "off",
            "full_page_writes": "off",
            "synchronous_commit": "off",
            "autovacuum": "off",
        }
        with (home / "log").open("wb") as log:
            server = subprocess.Popen(
                [
                    programs / "postgres",
                    *("-D", home / "data"),
                    *(f"--{name}={value}" for name, value in settings.items()),
                ],
                stdout=log,
                stderr=log,
                # Ctrl-C stops the tests first, and they stop the server.
                start_new_session=True,
                **quiet,
            )
        try:
            url = f"postgresql://tests:{password}@127.0.0.1:{port}/postgres"
            _wait_until_it_answers(server, url)
            yield url
        finally:
            # SIGINT is PostgreSQL's "fast" shutdown: it waits for no client.
            server.send_signal(2)
            try:
                server.wait(timeout=15)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
    finally:
        shutil.rmtree(home, ignore_errors=True)
