"""GET /api/ocs-tier/count/"""

from tests.api.ocs import words
from tests.api.ocs.conftest import Caller
from tests.cast import World


def test_counts_what_the_caller_may_see(alice: Caller, bob: Caller, mallory: Caller) -> None:
    assert alice.get("/api/ocs-tier/count/").json() == {"count": 3}
    assert bob.get("/api/ocs-tier/count/").json() == {"count": 2}
    assert mallory.get("/api/ocs-tier/count/").json() == {"count": 1}


def test_a_new_schedule_brings_a_tier(bob: Caller, world: World) -> None:
    bob.post("/api/ocs/", words.schedule(world))
    assert bob.get("/api/ocs-tier/count/").json() == {"count": 3}
