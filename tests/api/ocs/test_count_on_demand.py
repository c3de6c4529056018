"""GET /api/ocs-on-demand/count/"""

from tests.api.ocs import words
from tests.api.ocs.conftest import Caller
from tests.cast import World


def test_counts_what_the_caller_may_see(alice: Caller, bob: Caller, mallory: Caller) -> None:
    assert alice.get("/api/ocs-on-demand/count/").json() == {"count": 2}
    assert bob.get("/api/ocs-on-demand/count/").json() == {"count": 1}
    assert mallory.get("/api/ocs-on-demand/count/").json() == {"count": 1}


def test_follows_what_is_made(bob: Caller, world: World) -> None:
    bob.post("/api/ocs-on-demand/", words.cover(world))
    bob.post("/api/ocs-on-demand/", words.cover(world, tier=world.second.id))
    assert bob.get("/api/ocs-on-demand/count/").json() == {"count": 3}
