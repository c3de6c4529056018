"""What a record may hold, whoever writes it."""

import pytest

from watchbill.domain.model import Contact, Record
from watchbill.domain.rules import BLOCKS, LINES, text_problems


def test_what_stands_may_stay():
    old = Contact(provider_id=1, id=1, customer_id=1, first_name="An\nn", created_at=0, updated_at=0)
    assert text_problems(Contact, old, old) == []
    assert [path for path, _ in text_problems(Contact, old)] == ["first_name"]


NOBODYS = {
    "id", "login", "tz", "password_hash", "token_hash", "secret_hash", "client_key", "kind", "subject", "group_id",
    "roster_id", "deed", "subject_id", "subject_name", "before", "after", "username", "token_name", "address",
    "request_id", "via", "fingerprint", "key", "body", "headers",
}  # fmt: skip
"""Texts of records that are made here, copied from another record, or read as something else than text."""


@pytest.mark.parametrize("kind", Record.__subclasses__(), ids=lambda kind: kind.__name__)
def test_every_text_of_a_record_has_its_rule(kind):
    texts = {name for name, told in kind.__annotations__.items() if "str" in str(told) or told is str}
    assert texts - {*LINES.get(kind, ()), *BLOCKS.get(kind, ())} <= NOBODYS
