"""GET /api/v2/tenants/{tenantId}"""

import pytest

from tests.api.rosters.conftest import Caller
from tests.api.rosters.words import missing
from tests.cast import World


def test_a_client_is_read(vera: Caller, world: World, acme: str) -> None:
    assert vera.get("").json() == {
        "id": world.acme.id,
        "uniqueId": acme,
        "name": "Acme",
        "activated": True,
        "status": "active",
        "createdTime": "2026-05-01T08:00:00+0000",
        "updatedTime": "2026-05-01T08:00:00+0000",
    }


def test_the_partner_is_read(alice: Caller, northwind: str) -> None:
    answer = alice.get("").json()
    assert (answer["uniqueId"], answer["name"]) == (northwind, "Northwind")


@pytest.mark.parametrize("id", ["msp_0", "client_999999999", "acme", "1", "MSP_1", "client_01", "msp_" + "9" * 40])
def test_an_unknown_or_malformed_tenant_is_not_found(alice: Caller, id: str) -> None:
    assert missing(alice.at(id).get(""), id)
    assert missing(alice.at(id).get("rosters/search"), id)


def test_a_tenant_by_the_wrong_word_is_not_found(alice: Caller, world: World) -> None:
    for id in (f"client_{world.northwind.id}", f"msp_{world.acme.id}"):
        assert missing(alice.at(id).get(""), id)


def test_a_client_sees_neither_the_partner_nor_another_client(bob: Caller, northwind: str, globex: str) -> None:
    for id in (northwind, globex):
        assert missing(bob.at(id).get(""), id)
