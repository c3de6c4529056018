"""How many tiers and rosters there are, and how many of them have nobody on call."""

import msgspec

from watchbill.domain.board import TierPlace, load_places, on_call
from watchbill.domain.ports import PlaceFilter, Reads
from watchbill.engine import FOREVER


class Count(msgspec.Struct, frozen=True):
    """So many places, and at how many of them nobody is on call."""

    places: int = 0
    unstaffed: int = 0

    def with_one(self, is_staffed: bool) -> "Count":
        """One more place."""
        return Count(self.places + 1, self.unstaffed + (not is_staffed))


class Staffing(msgspec.Struct, frozen=True, kw_only=True):
    """A provider's tiers and rosters at an instant; while no record changes, it stays true up to `until`."""

    tiers: Count
    rosters: Count
    at: int
    until: int

    @property
    def gaps(self) -> int:
        """Where nobody is on call."""
        return self.tiers.unstaffed + self.rosters.unstaffed


async def staffing(reads: Reads, at: int) -> Staffing:
    """The staffing of a whole provider at an instant, customers that are switched off left out.

    Costs a moment a place; places are worked out some at a time, and in between others get a turn.
    """
    tiers, rosters, until = Count(), Count(), FOREVER
    ids = (await reads.place_page(PlaceFilter(of_active=True))).rows
    async for places in load_places(reads, ids):
        for place in places:
            row = on_call(place, at)
            if isinstance(place, TierPlace):
                tiers = tiers.with_one(bool(row.people))
            else:
                rosters = rosters.with_one(bool(row.people))
            if row.until is not None:
                until = min(until, row.until)
    return Staffing(tiers=tiers, rosters=rosters, at=at, until=until)
