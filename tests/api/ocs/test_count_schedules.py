"""GET /api/ocs/count/"""

from tests.api.ocs import words
from tests.api.ocs.conftest import Caller
from tests.cast import World


def test_counts_what_the_caller_may_see(alice: Caller, bob: Caller, mallory: Caller) -> None:
    assert alice.get("/api/ocs/count/").json() == {"count": 2}
    assert bob.get("/api/ocs/count/").json() == {"count": 1}
    assert mallory.get("/api/ocs/count/").json() == {"count": 1}


def test_follows_what_is_made_and_deleted(bob: Caller, world: World) -> None:
    id = bob.post("/api/ocs/", words.schedule(world)).json()["id"]
    assert bob.get("/api/ocs/count/").json() == {"count": 2}
    bob.delete(f"/api/ocs/{id}/")
    assert bob.get("/api/ocs/count/").json() == {"count": 1}


def test_counts_beyond_a_page(bob: Caller, world: World) -> None:
    for number in range(26):
        bob.post("/api/ocs/", words.schedule(world, name=f"Watch {number}"))
    assert bob.get("/api/ocs/count/", limit=1).json() == {"count": 27}
