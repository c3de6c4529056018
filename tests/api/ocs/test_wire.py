"""JSON to the domain and back, and what is said of what cannot be read."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.api.ocs import words
from tests.cast import NOW, at, on
from watchbill import engine
from watchbill.api.json import encoded
from watchbill.api.ocs import wire
from watchbill.api.ocs.errors import nested
from watchbill.api.ocs.fields import read
from watchbill.domain.errors import Invalid
from watchbill.domain.model import ContactId, LayerRule, ScheduleId
from watchbill.domain.schedules import EitherId, TierNumber

ROTATIONS = (
    '{"type":"daily"}',
    '{ "type": "hourly", "interval": 12 }',
    '{"type":"custom","unit":"days","lengths":[5,2]}',
)
RESTRICTIONS = ("null", "[]", '[{"type":"daily","start":"09:00","end":"17:00"}]')

LAYERS = some.builds(
    LayerRule,
    start=some.integers(engine.EARLIEST, engine.LATEST - 1),
    rotation=some.sampled_from(ROTATIONS),
    restrictions=some.sampled_from(RESTRICTIONS),
    contacts=some.lists(some.integers(1, 2**63 - 1).map(ContactId)).map(tuple),
    index=some.integers(0, 2**31 - 1),
    tz=some.sampled_from(("UTC", "Europe/Berlin", "Australia/Lord_Howe")),
    end=some.sampled_from((None, engine.LATEST)),
)


def sent(value: object) -> Any:
    """What a client would send that got this answer."""
    return msgspec.json.decode(encoded(value))


def problems(wish: Any) -> dict[str, str]:
    return dict(wish.problems)


@given(LAYERS)
def test_a_layer_that_goes_out_comes_in_the_same(layer: LayerRule) -> None:
    wish = wire.tier_patch_from({"layers": [sent(wire.layer_to(layer))]})
    assert (wish.layers, wish.problems) == ((layer,), ())


@given(some.integers(engine.EARLIEST, engine.LATEST))
def test_an_instant_that_goes_out_comes_in_the_same(instant: int) -> None:
    body, _ = read(wire.WindowQuery, {"since": wire.instant_to(instant)})
    assert body["since"] == instant


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("2026-06-10T12:00:00Z", on(10, "12:00")),
        ("2026-06-10t12:00z", on(10, "12:00")),
        ("20260610T120000Z", on(10, "12:00")),
        ("2026-06-10 14:00:00+02", on(10, "12:00")),
        ("2026-06-10T14:00:00.999999999+0200", on(10, "12:00")),
        ("1969-12-31T23:59:59.9Z", "1969-12-31T23:59:59Z"),
        ("2026-06-09T23:30:00-12:30", on(10, "12:00")),
    ],
)
def test_an_instant_may_be_written_in_many_ways(text: str, means: str) -> None:
    body, _ = read(wire.WindowQuery, {"since": text})
    assert body["since"] == at(means)


def test_a_plus_sign_in_an_address_may_have_become_a_blank() -> None:
    assert wire.window_from({"since": "2026-06-10T14:00:00 02:00"}, NOW).start == NOW


def test_plain_rules_are_spelled_without_blanks() -> None:
    layer = words.layer([], rotation={"type": "daily", "interval": 2}, restrictions=[])
    (kept,) = wire.tier_patch_from({"layers": [layer]}).layers or ()
    assert (kept.rotation, kept.restrictions) == ('{"type":"daily","interval":2}', "[]")


def test_a_bad_rule_is_told_key_by_key() -> None:
    wish = wire.tier_patch_from({"layers": [words.layer([], rotation={"type": "daily", "interval": 0, "x": 1})]})
    assert [message.split()[0] for _, message in wish.problems] == ["x", "interval"]


def test_what_could_be_read_is_still_named_beside_what_could_not() -> None:
    wish = wire.tier_patch_from({"layers": [5, words.layer([7], rotation="?"), words.layer([8], index=2)]})
    assert wish.named == (("layers[1].contacts", 7), ("layers[2].contacts", 8))
    assert set(problems(wish)) == {"layers[0]", "layers[1].rotation"}


def test_an_on_demand_shift_that_cannot_be_read_still_names_its_contact() -> None:
    wish = wire.tier_patch_from({"on_demand": [{"contact": [7], "start": "soon"}]})
    assert (wish.covers, wish.named) == ((), (("on_demand[0].contact", 7),))
    assert set(problems(wish)) == {"on_demand[0].start", "on_demand[0].end"}


def test_two_layers_with_one_index_are_refused() -> None:
    bare = words.layer([])
    del bare["index"]
    wish = wire.tier_patch_from({"layers": [bare, words.layer([], index=0)]})
    assert [path for path, _ in wish.layer_problems] == ["layers[1].index"]


def test_a_layer_has_to_end_after_its_start() -> None:
    wish = wire.tier_patch_from({"layers": [words.layer([], start=on(2), end=on(2))]})
    assert [path for path, _ in wish.layer_problems] == ["layers[0].end"]


def test_what_was_not_sent_is_no_wish() -> None:
    wish = wire.tier_patch_from({})
    assert (wish.layers, wish.covers) == (None, None)


def test_a_tier_is_named_by_id_or_by_schedule_and_number() -> None:
    assert wire.tier_ref_from("191") == EitherId(191)
    assert wire.tier_ref_from("191_2") == TierNumber(ScheduleId(191), 2)


def test_an_echo_holds_what_was_sent_in_the_values_that_were_stored() -> None:
    assert wire.echo({"name": " a ", "dirty": 1}, {"id": 3, "name": "a", "email": None}) == {"id": 3, "name": "a"}


def test_a_body_that_is_no_object_is_refused_at_once() -> None:
    with pytest.raises(Invalid) as refused:
        wire.tier_patch_from([])
    assert nested(refused.value.problems) == {
        "non_field_errors": ["Invalid data. Expected a dictionary, but got list."]
    }


@pytest.mark.parametrize(
    ("path", "shape"),
    [
        ("", {"non_field_errors": ["no"]}),
        ("name", {"name": ["no"]}),
        ("layers", {"layers": ["no"]}),
        ("layers[1]", {"layers": [{}, {"non_field_errors": ["no"]}]}),
        ("layers[1].contacts", {"layers": [{}, {"contacts": ["no"]}]}),
    ],
)
def test_a_path_becomes_a_shape(path: str, shape: object) -> None:
    assert nested([(path, "no"), (path, "no")]) == shape


def test_half_a_surrogate_pair_is_said_as_a_question_mark() -> None:
    assert encoded({"\ud800": ["a\ud800b"]}) == b'{"?":["a?b"]}'
