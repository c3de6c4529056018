"""Setting up on a machine as it is: what is missing, moved or out of reach is told in one line."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from set_up import LOCKS, failure, pip_progress

ROOT = Path(__file__).parent.parent
OFFLINE = """Collecting anyio
  WARNING: Retrying (Retry(total=0)) after connection broken by 'NewConnectionError('<pip>: Failed to establish a new \
connection: [Errno -3] Temporary failure in name resolution')': /anyio/
ERROR: No matching distribution found for anyio==4.16.0
"""


@pytest.fixture
def folder(tmp_path):
    """A folder that was set up here by this Python."""
    for name in ("set_up.py", "pyproject.toml", "requirements-build.lock", *LOCKS.values()):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").symlink_to(sys.executable)
    made_at(tmp_path)
    return tmp_path


def made_at(folder, **other):
    stamp = {"place": str(folder), "python": f"{sys.version_info.major}.{sys.version_info.minor}", **other}
    (folder / ".venv" / ".made-at").write_text(json.dumps(stamp))


def said(folder, what, **environment):
    command = [sys.executable, "set_up.py", what]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=environment)
    return done.returncode, done.stderr


def test_a_folder_that_was_moved_says_make_clean(folder):
    made_at(folder, place="/srv/elsewhere")
    assert said(folder, "running") == (
        1,
        "This folder was set up as /srv/elsewhere: run `make clean`, then the same command again.\n",
    )


def test_a_new_python_says_make_clean(folder):
    made_at(folder, python="3.9")
    code, told = said(folder, "running")
    assert code == 1
    assert told.startswith("This folder was set up with Python 3.9, which is 3.")
    assert "`make clean`" in told


def test_a_python_that_is_gone_says_make_clean(folder):
    (folder / ".venv" / "bin" / "python").unlink()
    assert "which is gone now: run `make clean`" in said(folder, "running")[1]


def test_without_a_browser_one_line_says_what_to_type(folder):
    code, told = said(folder, "machine", PATH="", WATCHBILL_TEST_POSTGRES_URL="postgresql://told")
    assert code == 1
    assert told == (
        "The tests need Chromium, which this machine lacks: `apt-get install chromium fonts-dejavu-core` as root "
        "brings that on Debian and Ubuntu; `make test-quick` does without.\n"
    )


def test_with_all_that_the_tests_need_nothing_is_said(folder):
    told = {"WATCHBILL_TEST_POSTGRES_URL": "postgresql://told", "WATCHBILL_TEST_CHROMIUM": "/told"}
    assert said(folder, "machine", PATH="", **told) == (0, "")


def test_no_network_is_said_in_one_line():
    assert failure("69 packages", OFFLINE) == (
        "There seems to be no network: 69 packages cannot be fetched (Temporary failure in name resolution). "
        "Check the connection, or the proxy in https_proxy, and run the same command again."
    )


def test_any_other_failure_is_told_in_its_own_words():
    told = failure("the web app", "one\n\ntwo: no space left on device\n")
    assert told == "one\ntwo: no space left on device\nSetting up the web app failed; what was said is above."


def test_how_far_pip_is_is_read_from_its_words():
    assert pip_progress("Collecting a\n  Downloading a.whl\nCollecting b\n") == "(2 fetched)"
    assert pip_progress("Collecting a\nInstalling collected packages: a\n") == "are being unpacked"


def test_what_builds_the_app_is_locked_to_the_same_versions():
    running, building = (
        set(re.findall(r"^([^\s=]+==\S+)", (ROOT / name).read_text(), re.M))
        for name in ("requirements.lock", "requirements-build.lock")
    )
    assert building
    assert building <= running


def test_the_project_says_nothing_to_uv():
    # It would take constraints for requirements without hashes, and install no lock any more.
    assert "uv" not in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]
