"""Tries README and handbook in new Debians, as somebody does who has just found the project: `make fresh`, as root.

    python3 tests/fresh.py [--without-tests] [SUITE …]      bookworm and trixie unless told otherwise

Each root is made by debootstrap and has nothing but what Debian holds to be a system. What is run there is taken from
the texts themselves, so that a command which they name and which does not work is found; a block of commands that
nothing here tries is a fault as well. Needs Python and debootstrap. It is part of a release, not of `make check`.
"""

import argparse
import contextlib
import fcntl
import os
import pty
import re
import select
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
SUITES = ("bookworm", "trixie")
PATIENCE = 2.0
"""Seconds in which what has said what is waited for may end by itself, before it is interrupted."""
READER = "reader"
"""Who reads README: a user without rights."""
CLONE = f"/home/{READER}/watchbill"
SERVER = "http://127.0.0.1:8080"

# How the machine gets out, which a new one would know as well: names, certificates, proxies.
WAY_OUT = ("/etc/resolv.conf", "/etc/ssl/certs/ca-certificates.crt")
SAME = re.compile(r"(?i).*_proxy|PIP_CERT|PIP_INDEX_URL|SSL_CERT_FILE|NODE_EXTRA_CA_CERTS|REQUESTS_CA_BUNDLE")

SYSTEMCTL = """#!/bin/sh
# Stands in for systemd, which does not run in a folder: does what the unit says to the one service there is.
unit=/etc/systemd/system/watchbill.service
of() { sed -n "s/^$1=-\\\\{0,1\\\\}//p" $unit; }
begin() {
    install -d -o "$(of User)" -g "$(of Group)" -m "$(of StateDirectoryMode)" "/var/lib/$(of StateDirectory)"
    set -a; . "$(of EnvironmentFile)"; set +a
    set -- $(of ExecStart)
    program=$1; shift
    start-stop-daemon --start --background --make-pidfile --pidfile /run/watchbill.pid --chuid "$(of User)" \\
        --umask "$(of UMask)" --chdir "$(of WorkingDirectory)" --output /var/log/watchbill.log \\
        --startas "$program" -- "$@"
}
end() { start-stop-daemon --stop --oknodo --retry 20 --remove-pidfile --pidfile /run/watchbill.pid; }
case $1 in
    start|enable) begin ;;
    stop) end ;;
    restart) end; begin ;;
    *) echo "systemctl $1?" >&2; exit 1 ;;
esac
"""
JOURNALCTL = "#!/bin/sh\ncat /var/log/watchbill.log\n"
ANSWERS = f"curl -fsS --retry 20 --retry-connrefused --retry-delay 1 {SERVER}/readyz"


class Broken(Exception):
    """Something that does not work as the texts say; the message says what and where."""


@dataclass(frozen=True)
class Try:
    """How a block of commands is tried: the one whose first line begins so."""

    opening: str
    user: str = "root"
    folder: str = CLONE
    swaps: tuple[tuple[str, str], ...] = ()
    """What the text calls by an example's name, and what stands for it here."""
    before: str = ""
    """What a reader has done by then, or does in between."""
    answers: tuple[str, ...] = ()
    """What is typed where a password is asked for."""
    says: str = ""
    """What is said in the end, or once it serves; a pattern. What goes on then is interrupted."""
    then: str = ""
    """What has to succeed afterwards."""
    is_left: str = ""
    """Why it cannot be tried in a folder."""


PASSWORDS = ("a long enough password", "a long enough password")

README = (
    Try("make demo"),  # by itself, for its minutes and words are looked at; `make test` too
    Try(
        'curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:8080/api/ocs-tier/',
        READER,
        says='"current_since"',
    ),
    Try(
        "curl -H \"Authorization: Bearer $TOKEN\" -H 'Accept: text/plain'",
        READER,
        says="Northlight Operations",
        then=".venv/bin/watchbill oncall --database sqlite:///watchbill-demo.db",
    ),
    Try("make   ", READER, says=r"/setup#code=\S+", then=".venv/bin/watchbill account list 2>&1 | grep -c ."),
)
HANDBOOK = (
    Try("python3 -m venv /opt/watchbill", then=f"systemd-analyze verify watchbill.service && {ANSWERS}"),
    Try("journalctl", says=r"/setup#code=\S+"),
    Try("runuser -u watchbill -- sh", answers=PASSWORDS, swaps=(("NAME", "ada"),)),
    Try(
        "export WATCHBILL_SERVER=",
        READER,
        swaps=(
            ("https://watchbill.example.com", SERVER),
            ("wb_1_…", "$(cat token)"),
        ),
        before="cd /var/lib/watchbill; runuser -u watchbill -- watchbill token create --role admin --name fresh "
        f"2>/dev/null >{CLONE}/token; runuser -u watchbill -- watchbill account list; "
        # The handbook's customer is the story's.
        f"""curl -fsS -H "Authorization: Bearer $(cat {CLONE}/token)" -H 'Content-Type: application/json' """
        f"""{SERVER}/api/v1/customers -d '{{"name": "Tasman Rail"}}'""",
    ),
    Try(
        "(umask 077; sqlite3",
        folder="/var/lib/watchbill",
        before="apt-get install --yes --no-install-recommends sqlite3",
        then='test "$(stat -c %a copy.db)" = 600 && sqlite3 copy.db "PRAGMA integrity_check" | grep -x ok',
    ),
    Try(
        "runuser -u postgres -- createuser",
        before="apt-get install --yes --no-install-recommends postgresql; "
        'pg_ctlcluster "$(ls /etc/postgresql)" main start || true; '
        "for one in 1 2 3 4 5 6 7 8 9; do pg_isready --quiet && break; sleep 1; done",
        answers=("secret", "secret"),
    ),
    Try(
        "export WATCHBILL_DATABASE_URL_FILE",
        READER,
        swaps=(("/run/secrets/database", "database"),),
        before=f"cd {CLONE}; echo postgresql://watchbill:secret@127.0.0.1/watchbill >database; "
        f"chown {READER} database; chmod 600 database; systemctl stop watchbill",
        says=r"/setup#code=\S+",
    ),
    Try("git pull", before="systemctl start watchbill", then=ANSWERS),
    Try("/opt/watchbill/bin/pip install --upgrade tzdata", then=ANSWERS),
    Try("watchbill account create", folder="/var/lib/watchbill", answers=PASSWORDS, swaps=(("NAME", "grace"),)),
    Try("export WATCHBILL_OIDC_ISSUER", is_left="needs an OpenID provider; tests/web/test_oidc.py has one"),
    Try("podman build", is_left="needs images that Debian does not have"),
)


# ── the texts ──


def blocks_in(text: str) -> list[str]:
    """The fenced blocks of commands, in order."""
    return re.findall(r"^```sh\n(.*?)^```$", text, re.M | re.S)


def matched(name: str, text: str, tries: Sequence[Try]) -> list[tuple[Try, str]]:
    """Each way to try with its block. Raises Broken for a block that none tries, or a try that has no block."""
    blocks = blocks_in(text)
    pairs = [(one, block) for one in tries for block in blocks if block.startswith(one.opening)]
    if untried := [block for block in blocks if block not in [block for _, block in pairs]]:
        raise Broken(f"{name}: nothing here tries the block\n{untried[0]}")
    if gone := [one.opening for one in tries if one not in [one for one, _ in pairs]]:
        raise Broken(f"{name}: no block begins with {gone[0]!r} any more.")
    return pairs


def packages_in(text: str) -> list[str]:
    """What README says to install by apt-get, a list for each time it does."""
    return [found.replace("\n", " ") for found in re.findall(r"`apt-get install ([^`]+)`", text)]


# ── a new Debian ──


class Root:
    """A Debian in a folder, in which commands are run."""

    def __init__(self, suite: str, folder: Path) -> None:
        self.suite = suite
        self.silence = 0.0
        """The longest that something said nothing, in seconds, since this was set back."""
        self.folder = folder
        self.environment = {
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "LANG": "C.UTF-8",
            "DEBIAN_FRONTEND": "noninteractive",
            **{name: value for name, value in os.environ.items() if SAME.fullmatch(name)},
        }

    def make(self) -> None:
        """Fill it with what Debian holds to be a system."""
        packages = "--include=ca-certificates,curl"
        command = ["debootstrap", "--variant=minbase", packages, self.suite, str(self.folder)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        for file in WAY_OUT:
            if Path(file).is_file():
                shutil.copyfile(file, self.folder / file[1:])
        acquire = subprocess.run(["apt-config", "dump"], capture_output=True, text=True, check=True).stdout
        lines = [line for line in acquire.splitlines() if line.startswith("Acquire::") and not line.endswith('"";')]
        (self.folder / "etc/apt/apt.conf.d/90way-out").write_text("\n".join(lines) + "\n")
        for name, text in (("systemctl", SYSTEMCTL), ("journalctl", JOURNALCTL)):
            program = self.folder / "usr/local/sbin" / name
            program.write_text(text)
            program.chmod(0o755)

    @contextlib.contextmanager
    def open(self) -> Iterator[None]:
        """With what a running system has mounted; nothing goes on in it afterwards."""
        mounts = [("proc", "-t", "proc", "proc"), ("dev", "--rbind", "/dev"), ("project", "--bind", str(PROJECT))]
        (self.folder / "project").mkdir(exist_ok=True)
        try:
            for place, *how in mounts:
                subprocess.run(["mount", *how, str(self.folder / place)], check=True)
            yield
        finally:
            self.end_all()
            for place, *_ in reversed(mounts):
                subprocess.run(["umount", "--recursive", "--lazy", str(self.folder / place)], check=False)

    def end_all(self) -> None:
        """End whatever still runs in it."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            for _ in range(50):
                inside = [int(one.name) for one in Path("/proc").glob("[0-9]*") if self._is_inside(one)]
                if not inside:
                    return
                for pid in inside:
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(pid, number)
                time.sleep(0.2)

    def _is_inside(self, process: Path) -> bool:
        try:
            return Path(os.readlink(process / "root")) == self.folder
        except OSError:
            return False

    def run(
        self,
        text: str,
        *,
        user: str = "root",
        folder: str = "/",
        answers: Sequence[str] = (),
        until: str = "",
        more: dict[str, str] | None = None,
        seconds: float = 3600,
    ) -> str:
        """What commands say, at a terminal, on which passwords are answered. Raises Broken where they fail.

        What says what is waited for (`until`, a pattern) and goes on is interrupted, as by Ctrl-C.
        """
        home = "/root" if user == "root" else f"/home/{user}"
        environment = {**self.environment, "HOME": home, **(more or {})}
        script = f"set -e; cd {shlex.quote(folder)}\n{text}"
        command = ["chroot", str(self.folder), "runuser", "-u", user, "--", "bash", "-c", script]
        ours, theirs = pty.openpty()
        process = subprocess.Popen(
            command,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=environment,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(theirs)
        try:
            said, is_interrupted = self._followed(process, ours, list(answers), until, seconds)
        finally:
            os.close(ours)
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
        code = process.wait()
        if code and not (is_interrupted and code in (130, -signal.SIGINT, 2)):
            raise Broken(f"{self.suite}: exit code {code} of\n{text}\n{said[-3000:]}")
        if until and not is_interrupted and not re.search(until, said):
            raise Broken(f"{self.suite}: {until!r} is not said by\n{text}\n{said[-3000:]}")
        return said

    def _followed(
        self,
        process: "subprocess.Popen[bytes]",
        ours: int,
        answers: list[str],
        until: str,
        seconds: float,
    ) -> tuple[str, bool]:
        said, answered, is_interrupted = "", 0, False
        began = spoke = time.monotonic()
        while True:
            now = time.monotonic()
            if now - began > seconds:
                raise Broken(f"{self.suite}: not at its end after {seconds:.0f} s:\n{said[-3000:]}")
            if not is_interrupted:
                self.silence = max(self.silence, now - spoke)
            if select.select([ours], [], [], 0.2)[0]:
                try:
                    heard = os.read(ours, 65536)
                except OSError:  # nobody is left at the other end
                    heard = b""
                if not heard:
                    process.wait(30)
                    return said, is_interrupted
                said += heard.decode(errors="replace").replace("\r\n", "\n")
                spoke = now
            elif process.poll() is not None:
                return said, is_interrupted
            if answers and re.search(r"(?i)(password|again|confirm)[^\n]*: ?$", said[answered:]):
                answered = len(said)
                os.write(ours, answers.pop(0).encode() + b"\n")
            if until and not is_interrupted and re.search(until, said):
                is_interrupted = process.poll() is None and not _ends(process, PATIENCE)
                if is_interrupted:
                    os.write(ours, b"\x03")


def _ends(process: "subprocess.Popen[bytes]", seconds: float) -> bool:
    """Whether it comes to its end by itself."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


# ── what a reader does ──


def say(message: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {message}", flush=True)


def try_block(root: Root, one: Try, block: str, more: dict[str, str]) -> None:
    """Run a block as its reader would. Raises Broken."""
    first = block.splitlines()[0]
    if one.is_left:
        say(f"{root.suite}: left out ({one.is_left}): {first}")
        return
    say(f"{root.suite}: {first}")
    for name, stands in one.swaps:
        if name not in block:
            raise Broken(f"The block has no {name!r} any more:\n{block}")
        block = block.replace(name, stands)
    if one.before:
        root.run(one.before)
    root.run(block, user=one.user, folder=one.folder, answers=one.answers, until=one.says, more=more)
    if one.then:
        root.run(one.then, user=one.user, folder=one.folder)


def size_of(root: Root, *places: str) -> str:
    """In GB, of what is there of these places."""
    said = root.run(f"du -scm {' '.join(places)} 2>/dev/null | tail -1 || true")
    return f"{int(said.split()[0]) / 1000:.1f} GB"


def read(root: Root, *, with_tests: bool) -> None:
    """Follow README and handbook from the first line to the last. Raises Broken."""
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    handbook = (PROJECT / "docs/operating.md").read_text(encoding="utf-8")
    readme_blocks = matched("README.md", readme, README)
    handbook_blocks = matched("docs/operating.md", handbook, HANDBOOK)
    first, for_tests = packages_in(readme)[:2]
    say(f"{root.suite}: apt-get install {first}")
    root.run(f"apt-get update; apt-get install --yes --no-install-recommends {first}")
    root.run(f"useradd --create-home --shell /bin/bash {READER}")
    root.run(f"git config --global --add safe.directory '*'; git clone --quiet /project {CLONE}")
    root.run(f"chown -R {READER} {CLONE}")

    token = _demo(root)
    say(f"{root.suite}: the demo's disk: {size_of(root, CLONE, f'/home/{READER}/.cache')}")
    serving = subprocess.Popen(
        ["chroot", str(root.folder), "runuser", "-u", READER, "--", "sh", "-c", f"cd {CLONE}; exec make demo"],
        env={**root.environment, "HOME": f"/home/{READER}"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        root.run(ANSWERS)
        for one, block in readme_blocks[1:-1]:
            try_block(root, one, block, {"TOKEN": token})
    finally:
        os.killpg(serving.pid, signal.SIGTERM)
        serving.wait(30)
    try_block(root, *readme_blocks[-1], {})

    if with_tests:
        say(f"{root.suite}: apt-get install {for_tests}; make test")
        root.run(f"apt-get install --yes {for_tests}")
        root.silence = 0.0
        root.run("make test", user=READER, folder=CLONE, seconds=7200)
        disk = size_of(root, CLONE, f"/home/{READER}/.cache")
        say(f"{root.suite}: at most {root.silence:.0f} s of the tests in silence (20 s); their disk: {disk}")

    say(f"{root.suite}: the handbook")
    root.run("apt-get install --yes --no-install-recommends systemd")
    for one, block in handbook_blocks:
        try_block(root, one, block, {})


def _demo(root: Root) -> str:
    """`make demo` twice: the first with its minute and its words, the second with its seconds; returns the token."""
    for start, limit in (("first", 35.0), ("second", 2.0)):
        began = time.monotonic()
        root.silence = 0.0
        said = root.run("make demo", user=READER, folder=CLONE, until=r"curl -H .*\n", seconds=600)
        took = time.monotonic() - began - PATIENCE
        say(
            f"{root.suite}: the {start} `make demo` took {took:.1f} s, at most {root.silence:.0f} s of them in silence "
            f"(on two quiet cores it should take {limit:.0f} s, 5 s in silence)"
        )
    printed = re.search(r"curl -H 'Authorization: Bearer (\S+)' \S+", said)
    if printed is None:
        raise Broken(f"{root.suite}: `make demo` prints no command to paste:\n{said}")
    return printed[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("suites", nargs="*", default=SUITES, metavar="SUITE")
    parser.add_argument("--without-tests", action="store_true", help="everything but `make test`, which takes longest")
    options = parser.parse_args()
    if os.geteuid() != 0 or shutil.which("debootstrap") is None:
        sys.exit("A new Debian is made by root, with debootstrap (apt-get install debootstrap).")
    for suite in options.suites:
        folder = Path(tempfile.mkdtemp(prefix=f"watchbill-{suite}-", dir="/var/tmp"))
        root = Root(suite, folder / "root")  # others may not enter the folder itself
        try:
            say(f"{suite}: debootstrap")
            root.make()
            with root.open():
                read(root, with_tests=not options.without_tests)
        except Broken as fault:
            sys.exit(str(fault))
        finally:
            # What is still mounted is the machine's own, and must not be removed with the folder.
            if str(folder) not in Path("/proc/mounts").read_text(encoding="utf-8"):
                shutil.rmtree(folder)
        say(f"{suite}: everything works as it is written.")


if __name__ == "__main__":
    main()
