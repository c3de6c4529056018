"""Phone numbers as people write them, and the links that dial them: none where it is not sure what would be dialled."""

import re
from functools import lru_cache
from typing import Final
from unicodedata import normalize

import phonenumbers

COUNTRIES: Final = frozenset(phonenumbers.SUPPORTED_REGIONS)
"""Countries whose numbers are known, by the two letters of ISO 3166."""

NO_COUNTRY: Final = "This is no country's two letters, such as DE."

# Digits in groups and an extension: what holds other words, or two numbers, may mean anything.
_WRITTEN: Final = re.compile(
    r"(?:tel:)?(?P<number>\+?[0-9(][0-9 ()./-]*?)(?:[ ,;]*(?:extension|extn?|x|\#)[ .:=]*(?P<extension>[0-9]{1,7}))?",
    re.IGNORECASE,
).fullmatch
_BLANKS: Final = re.compile(r"\s+")
_DASHES: Final = re.compile("[\u2010-\u2015\u2212]")
_DIGITS: Final = re.compile(r"[0-9]")
_SHORTEST: Final = 7
"""Digits behind the country's code, for a number that nobody is known to have been given."""


def country_fault(country: str) -> str | None:
    """Why that is not a country whose numbers are known; the empty text is none, and fine."""
    return None if not country or country in COUNTRIES else NO_COUNTRY


_LONGEST: Final = 100
"""Characters beyond which nobody writes one number."""


@lru_cache(maxsize=10_000)
def phone_link(text: str, country: str = "") -> str | None:
    """The address that dials a number, such as `tel:+493055500111` or `tel:+15550101234;ext=12` (RFC 3966).

    A number without its country's code is read as one dials it in `country`, where that is known. None for what is no
    number, for what may be two, and where it is not sure which one is meant.
    """
    if len(text) > _LONGEST:
        return None
    written = _WRITTEN(_DASHES.sub("-", _BLANKS.sub(" ", normalize("NFKC", text))).strip())
    if written is None or _may_be_two(written["number"]):
        return None
    try:
        number = phonenumbers.parse(written["number"], country or None)
    except phonenumbers.NumberParseException:
        return None
    is_international = written["number"].startswith("+")
    if not _is_sure(number, is_international=is_international):
        return None
    dialled = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if not is_international and _is_abroad_too(written["number"], number.country_code, dialled):
        return None
    return f"tel:{dialled};ext={written['extension']}" if written["extension"] else f"tel:{dialled}"


def _may_be_two(number: str) -> bool:
    """Whether a slash parts more than an area code from the rest, as in 030 1234567/68."""
    before, *others = number.split("/")
    if not others:
        return False
    longest = 8 if before.startswith("+") else 6
    return len(others) > 1 or len(_DIGITS.findall(before)) > longest or len(_DIGITS.findall(others[0])) < 5


def _is_abroad_too(number: str, code: int | None, dialled: str) -> bool:
    """Whether a number that begins with its country's code may have lost its +, and be another one with it."""
    whole = f"+{''.join(_DIGITS.findall(number))}"
    if not whole.startswith(f"+{code}") or whole == dialled:
        return False
    return phonenumbers.is_valid_number(phonenumbers.parse(whole, None))


def _is_sure(number: phonenumbers.PhoneNumber, *, is_international: bool) -> bool:
    """Whether it is a number of its country; one with its country's code may also be of a range not given out yet."""
    if phonenumbers.is_valid_number(number):
        return True
    fits = phonenumbers.is_possible_number_with_reason(number) == phonenumbers.ValidationResult.IS_POSSIBLE
    return is_international and fits and len(str(number.national_number)) >= _SHORTEST
