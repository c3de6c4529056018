"""Sets up what the Makefile needs, with the machine's own Python: `.venv`, the built web app, programs for the tests.

    python3 set_up.py running      what serving needs
    python3 set_up.py developing   and what tests, linters and locks need
    python3 set_up.py machine      says what the tests miss on this machine; as root on Debian installs it

Whatever takes longer tells every few seconds how far it is. What cannot be done is told in one line, with what to do.
"""

import ctypes
import hashlib
import importlib.util
import json
import os
import platform
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
BUILDING = "requirements-build.lock"
LOCKS = {"running": "requirements.lock", "developing": "requirements-dev.lock"}
QUIET = 4.0
"""Seconds after which something that says nothing is spoken for."""

NO_NETWORK = re.compile(
    r"name resolution|NameResolutionError|NewConnectionError|Network is unreachable|No route to host|Connection refused"
    r"|Connection reset|ConnectTimeout|ReadTimeout|ProxyError|dns error|error sending request|tunnel error"
    r"|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH",
    re.IGNORECASE,
)
SYSTEMS_REASON = re.compile(r"\[Errno -?\d+\] ([A-Z][A-Za-z -]+)")


class Unable(Exception):
    """Something that keeps us from setting up; the message says what to do."""


def main(arguments: Sequence[str]) -> None:
    """Carry out one of the three. Raises Unable."""
    match arguments:
        case [("running" | "developing") as purpose]:
            set_up(purpose)
        case ["machine"]:
            check_machine()
        case _:
            raise Unable(str(__doc__))


def say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


# ── the environment ──────────────────────────────────────────────────────────────────────────────────────────────


def set_up(purpose: str) -> None:
    """Fill `.venv` and build the web app, unless that is done and nothing has changed since."""
    check_place()
    wanted = stamp_of(LOCKS[purpose])
    stamp = VENV / f".for-{purpose}"
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    for one in LOCKS:
        (VENV / f".for-{one}").unlink(missing_ok=True)
    install = _installer()
    build = [str(PYTHON), "hatch_build.py", "develop" if purpose == "developing" else "build"]
    lock = ROOT / LOCKS[purpose]
    first = Task("what builds the web app", [install("--require-hashes", "-r", str(ROOT / BUILDING))])
    together(first)
    together(
        Task(f"{count_in(lock)} packages", [install("--require-hashes", "-r", str(lock))], pip_progress),
        Task("the web app", [build]),
    )
    together(Task("Watchbill itself", [install("--no-build-isolation", "-e", str(ROOT))]))
    # What developing needs holds all that running needs.
    for one in LOCKS if purpose == "developing" else [purpose]:
        (VENV / f".for-{one}").write_text(stamp_of(LOCKS[one]))
    place_stamp().write_text(json.dumps({"place": str(ROOT), "python": version_of(PYTHON)}))


def stamp_of(lock: str) -> str:
    """What tells an environment that was filled from a lock from any other."""
    told = hashlib.sha256()
    for name in (lock, BUILDING, "pyproject.toml"):
        told.update((ROOT / name).read_bytes())
    return told.hexdigest()


def place_stamp() -> Path:
    return VENV / ".made-at"


def check_place() -> None:
    """Raise Unable for an environment that was made elsewhere, or by a Python that is not there any more."""
    stamp = place_stamp()
    if not stamp.is_file():
        return
    made = json.loads(stamp.read_text())
    if made["place"] != str(ROOT):
        raise Unable(f"This folder was set up as {made['place']}: run `make clean`, then the same command again.")
    if made["python"] != (found := version_of(PYTHON)):
        raise Unable(
            f"This folder was set up with Python {made['python']}, which is {found or 'gone'} now: "
            "run `make clean`, then the same command again."
        )


def version_of(python: Path) -> str | None:
    """Such as 3.11; None where there is no Python that works."""
    command = [str(python), "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return None


def _installer() -> Callable[..., list[str]]:
    """How packages are installed into `.venv`, which is made: by uv where the machine has it, else by pip.

    A lock names all that is needed: nothing else is looked for.
    """
    uv = shutil.which("uv")
    if uv is not None:
        if version_of(PYTHON) is None:
            together(Task(".venv", [[uv, "venv", "--allow-existing", "--python", sys.executable, str(VENV)]]))
        return lambda *more: [uv, "pip", "install", "--python", str(PYTHON), "--no-deps", *more]
    if subprocess.run([str(PYTHON), "-c", "import pip"], capture_output=True).returncode if PYTHON.exists() else True:
        if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
            raise Unable(
                "Python's venv module is not complete here. Install it (Debian, Ubuntu: apt-get install python3-venv) "
                "and run the same command again."
            )
        together(Task(".venv", [[sys.executable, "-m", "venv", str(VENV)]]))
    pip = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--progress-bar", "off", "--no-deps"]
    return lambda *more: [*pip, *more]


def pip_progress(log: str) -> str:
    """How far pip is, by what it has said."""
    if "\nInstalling collected packages" in log:
        return "are being unpacked"
    return f"({len(re.findall(r'^Collecting ', log, re.M))} fetched)"


def count_in(lock: Path) -> int:
    """How many packages a lock names."""
    return len(re.findall(r"^[A-Za-z0-9][^\s=]*==", lock.read_text(), re.M))


# ── commands under way ───────────────────────────────────────────────────────────────────────────────────────────


@dataclass
class Task:
    """Commands that follow one another, and what they make; `progress` reads from their words how far they are."""

    what: str
    commands: list[list[str]]
    progress: Callable[[str], str] = lambda log: ""
    log: Path = Path(os.devnull)
    running: "subprocess.Popen[bytes] | None" = None

    def goes_on(self) -> bool:
        """Begin the next command where none runs; False once all are done. Raises Unable for one that fails."""
        if self.running is not None:
            code = self.running.poll()
            if code is None:
                return True
            self.running = None
            if code:
                raise Unable(failure(self.what, self.said()))
        if not self.commands:
            return False
        with self.log.open("ab") as log:
            self.running = subprocess.Popen(
                self.commands.pop(0), cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        return True

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def told(self) -> str:
        """What is being made, and how far it is."""
        return " ".join(filter(None, (self.what, self.progress(self.said()))))

    def end(self) -> None:
        if self.running is not None:
            self.running.terminate()
            self.running.wait()


def together(*tasks: Task) -> None:
    """Carry out tasks at the same time, and say every few seconds what goes on. Raises Unable as soon as one fails."""
    say(f"Setting up {' and '.join(one.what for one in tasks)} …")
    began = said = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="watchbill-") as logs:
        for number, task in enumerate(tasks):
            task.log = Path(logs, str(number))
        try:
            while under_way := [task for task in tasks if task.goes_on()]:
                if time.monotonic() - said >= QUIET:
                    said = time.monotonic()
                    say(f"  {said - began:3.0f} s: {', '.join(one.told() for one in under_way)}")
                time.sleep(0.05)
        finally:
            for task in tasks:
                task.end()


def failure(what: str, log: str) -> str:
    """What to tell of commands that failed, from their own words."""
    ending = log[-3000:]
    if found := NO_NETWORK.search(ending):
        reason = SYSTEMS_REASON.search(ending)
        return (
            f"There seems to be no network: {what} cannot be fetched ({reason[1] if reason else found[0]}). "
            "Check the connection, or the proxy in https_proxy, and run the same command again."
        )
    lines = [line for line in log.splitlines() if line.strip()]
    return "\n".join([*lines[-20:], f"Setting up {what} failed; what was said is above."])


# ── what the tests need of the machine ───────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Need:
    """Something that the tests need and no package of Python's brings."""

    name: str
    packages: tuple[str, ...]
    """Debian's."""
    is_there: Callable[[], bool]


def check_machine() -> None:
    """Raise Unable where the tests miss something on this machine; as root on Debian it is installed."""
    missing = [need for need in NEEDS if not need.is_there()]
    if not missing:
        return
    packages = [package for need in missing for package in need.packages]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say(f"Installing {' '.join(packages)} …")
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
            subprocess.run(
                ["apt-get", *command], env=environment, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=True
            )
        missing = [need for need in NEEDS if not need.is_there()]
    if missing:
        names = " and ".join(need.name for need in missing)
        raise Unable(
            f"The tests need {names}, which this machine lacks: `apt-get install {' '.join(packages)}` as root brings "
            "that on Debian and Ubuntu; `make test-quick` does without."
        )


def has_chromium(environ: Mapping[str, str] = os.environ) -> bool:
    names = ("chromium", "chromium-browser", "google-chrome")
    return bool(environ.get("WATCHBILL_TEST_CHROMIUM")) or any(map(shutil.which, names))


def has_postgres(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether there is a server that we are told of, the machine's programs, or those of a package that tests bring."""
    if environ.get("WATCHBILL_TEST_POSTGRES_URL") or shutil.which("initdb"):
        return True
    if any(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        return True
    # PostgreSQL does not run as root, and somebody else may not be let into root's folder.
    return os.geteuid() != 0 and (sys.platform, platform.machine()) in PACKAGED_FOR


def has_library(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return sys.platform != "linux"
    return True


PACKAGED_FOR = {("linux", "x86_64"), ("linux", "aarch64"), ("darwin", "arm64"), ("darwin", "x86_64")}
NEEDS = (
    Need("Chromium", ("chromium", "fonts-dejavu-core"), has_chromium),
    Need("PostgreSQL", ("postgresql",), has_postgres),
    # The browser's driver comes with a Node of its own, which is linked with it.
    Need("libatomic", ("libatomic1",), lambda: has_library("libatomic.so.1")),
)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        main(sys.argv[1:])
    except Unable as fault:
        sys.exit(str(fault))
    except subprocess.CalledProcessError as fault:
        sys.exit(f"`{' '.join(map(str, fault.cmd))}` failed.")
    except KeyboardInterrupt:
        sys.exit(130)
