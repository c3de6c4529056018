"""The time zones that the rosters API numbers, as data, and what stands for a zone in a request and in an answer."""

from typing import Final

import msgspec

from watchbill import engine
from watchbill.api.rosters.reading import Fields


class NamedZone(msgspec.Struct, frozen=True):
    """A zone as the answers write it."""

    id: str
    name: str
    label: str
    code: str


NUMBERED: Final = (
    NamedZone("1", "Pacific/Asia", "GMT -11:00 Samoa", "SST"),
    NamedZone("2", "Pacific/Honolulu", "GMT -10:00 Hawaiian", "HAST"),
    NamedZone("3", "America/Anchorage", "GMT -09:00 Alaskan", "AKST"),
    NamedZone("4", "America/Los_Angeles", "GMT -08:00 Pacific", "PST"),
    NamedZone("5", "America/Denver", "GMT -07:00 Mountain", "MST"),
    NamedZone("6", "America/Chicago", "GMT -06:00 Central", "CST"),
    NamedZone("7", "America/New_York", "GMT -05:00 Eastern", "EST"),
    NamedZone("8", "America/Puerto_Rico", "GMT -04:00 Atlantic", "AST"),
    NamedZone("9", "America/St_Johns", "GMT -03:30 Newfoundland", "NST"),
    NamedZone("10", "America/Buenos_Aires", "GMT -03:00 Brasilia, BuenosAires", "BRT"),
    NamedZone("11", "Atlantic/Azores", "GMT -01:00 Azores", "AZOT"),
    NamedZone("12", "GMT", "Greenwich Mean Time", "GMT"),
    NamedZone("13", "Europe/Paris", "GMT +01:00 Western Europe", "WEST"),
    NamedZone("14", "Europe/Istanbul", "GMT +03:00 Turkey", "TRT"),
    NamedZone("15", "Africa/Addis_Ababa", "GMT +03:00 East Africa", "EAT"),
    NamedZone("16", "Asia/Tehran", "GMT +03:30 Iran", "IRST"),
    NamedZone("17", "Asia/Yerevan", "GMT +04:00 Armenia", "AMT"),
    NamedZone("18", "Asia/Karachi", "GMT +05:00 Pakistan", "PKT"),
    NamedZone("19", "Asia/Calcutta", "GMT +05:30 India", "IST"),
    NamedZone("20", "Asia/Dacca", "GMT +06:00 Bangladesh", "BST"),
    NamedZone("21", "Asia/Saigon", "GMT +07:00 Indochina", "ICT"),
    NamedZone("22", "Asia/Shanghai", "GMT +08:00 China", "CTT"),
    NamedZone("23", "Asia/Tokyo", "GMT +09:00 Japan", "JST"),
    NamedZone("24", "Australia/Darwin", "GMT +09:30 Central Australia", "ACST"),
    NamedZone("25", "Australia/Sydney", "GMT +10:00 Eastern Australia", "AEST"),
    NamedZone("26", "Pacific/Guadalcanal", "GMT +11:00 Solomon Islands", "SBT"),
    NamedZone("27", "Pacific/Auckland", "GMT +12:00 New Zealand", "NZST"),
)
"""In the order of the reference. Labels tell the offset of standard time."""

# The reference names a zone that IANA does not have. It means Pacific/Pago_Pago, and is kept under an old name of that
# zone, so that whoever sends either of the two gets back what was sent.
_KEPT_AS: Final = {"Pacific/Asia": "US/Samoa"}

_BY_KEPT_NAME: Final = {_KEPT_AS.get(one.name, one.name): one for one in NUMBERED}
_BY_NAME: Final = {name.lower(): name for name in engine.zone_names()} | {
    one.name.lower(): name for name, one in _BY_KEPT_NAME.items()
}
# What `zone_to` gives a zone without a number as its id and code is its name.
_BY_ID: Final = _BY_NAME | {one.id: name for name, one in _BY_KEPT_NAME.items()}
_BY_CODE: Final = _BY_NAME | {one.code.lower(): name for name, one in _BY_KEPT_NAME.items()}


def zone_from(fields: Fields | None) -> str | None:
    """The IANA name of the zone that `{"name"}`, `{"id"}` or `{"code"}` says, the first of them that is there."""
    if fields is None:
        return None
    for key, known in (("name", _BY_NAME), ("id", _BY_ID), ("code", _BY_CODE)):
        if fields.has(key):
            value = fields.value(key)
            is_number = key == "id" and isinstance(value, int) and not isinstance(value, bool)
            text = str(value) if isinstance(value, str) or is_number else ""
            tz = known.get(text.strip().lower())
            if tz is None:
                fields.refuse(key, "This is not a known time zone.")
            return tz
    fields.value("name", required=True)
    return None


def zone_named(text: str) -> str | None:
    """The IANA name of the zone that has this text as its name, id or code; None for none."""
    word = text.strip().lower()
    return _BY_NAME.get(word) or _BY_ID.get(word) or _BY_CODE.get(word)


def zone_to(tz: str) -> NamedZone:
    """The zone as the answers write it; one without a number is its own id."""
    return _BY_KEPT_NAME.get(tz) or NamedZone(tz, tz, tz, tz)
