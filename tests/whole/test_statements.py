"""What requests ask the database, counted: fewer statements beat every other way to be fast."""

import re

import pytest
from litestar.testing import TestClient

from tests.cast import NOW
from tests.stores import Asked, opened_store
from watchbill import story
from watchbill.domain.accounts import issue_token
from watchbill.settings import Settings
from watchbill.store import SqlStore
from watchbill.wiring import build_app


async def new_token(store):
    [provider] = await store.providers()
    async with store.writing(provider) as writes:
        account = await writes.account_named(story.USERNAME)
        return (await issue_token(writes, account, name="new", now=NOW, expires_at=None))[0]


@pytest.fixture(scope="module")
def told():
    """The demo's story, by an app that notes what it asks, and that app's client."""
    with opened_store() as store:
        asked = Asked(store._database.path)
        counted = SqlStore(asked)
        with TestClient(build_app(Settings(), counted, clock=lambda: NOW)) as client:
            client.blocking_portal.call(story.tell, store, NOW)
            yield client, counted, asked.statements


def board(told):
    """The statements of the board with a token that nobody has used yet."""
    client, store, statements = told
    token = client.blocking_portal.call(new_token, store)
    statements.clear()
    answer = client.get("/api/v1/oncall", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    return [re.findall(r"FROM (\w+)", one)[-1] for one in statements]


def test_the_board_after_a_sign_in_asks_for_who_has_signed_in_alone(told):
    assert len(board(told)) > 5
    assert board(told) == ["versions", "tokens"]
