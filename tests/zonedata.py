"""Zone data that are not the package's: a system's that is wrong, and an older package."""

import shutil
from collections.abc import Mapping
from importlib.resources import as_file, files
from pathlib import Path
from zoneinfo import ZoneInfo

from watchbill.engine import zone_names
from watchbill.engine.wallclock import Zone

BEFORE: Mapping[str, str] = {"America/Vancouver": "America/Los_Angeles"}
"""Zones that had the rules of others before 2026b: British Columbia still set its clocks back in November."""


def wrong_system(directory: Path) -> dict[str, str]:
    """A database of zones in which all the world has Hawaii's clocks; returns the variables by which it is used."""
    for name in zone_names():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(compiled("Pacific/Honolulu"), path)
    return {"PYTHONTZPATH": str(directory), "TZDIR": str(directory)}


def older_package(directory: Path, version: str, rules: Mapping[str, str] = BEFORE) -> Path:
    """The package `tzdata` with another version, in which some zones have the rules of others; where it is found."""
    with as_file(files("tzdata")) as package:
        shutil.copytree(package, directory / "tzdata")
    (directory / "tzdata/__init__.py").write_text(f'IANA_VERSION = "{version}"\n')
    for name, like in rules.items():
        shutil.copyfile(compiled(like), directory / "tzdata/zoneinfo" / name)
    return directory


def older_zone(name: str) -> Zone:
    """The clocks of a zone as they were told before 2026b."""
    with compiled(BEFORE.get(name, name)).open("rb") as rules:
        return Zone(name, ZoneInfo.from_file(rules, key=name))


def compiled(name: str) -> Path:
    """The file of a zone in the package."""
    return Path(str(files("tzdata").joinpath("zoneinfo", name)))
