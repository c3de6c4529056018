"""Bodies as they are read: what is told of them, and what reading them costs."""

import sys
from typing import Annotated, Any

import pytest
from pydantic import Field

from watchbill.api.v1.bodies import Body, Text, read_body_as
from watchbill.domain.errors import Invalid


class Inner(Body):
    name: Text


class Outer(Body):
    inner: Annotated[tuple[Inner, ...], Field(min_length=1)]


def problems_of(value: object) -> list[str]:
    with pytest.raises(Invalid) as refused:
        read_body_as(Outer, value)
    return [path for path, _ in refused.value.problems]


def steps_to_refuse(value: object) -> int:
    """How often something is called on the way, generators resumed included."""
    count = 0

    def counted(*_: Any) -> None:
        nonlocal count
        count += 1

    sys.setprofile(counted)
    try:
        problems_of(value)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("value", [lambda n: {f"x{i}": 0 for i in range(n)}, lambda n: {"inner": [{}] * n}])
def test_what_it_costs_to_refuse_grows_no_faster_than_the_body(value: Any) -> None:
    assert steps_to_refuse(value(800)) < 9 * steps_to_refuse(value(100))


def test_a_list_whose_members_are_all_bad_is_not_called_too_short_as_well() -> None:
    assert problems_of({"inner": [{}, {"name": ""}]}) == ["inner[0].name", "inner[1].name"]
