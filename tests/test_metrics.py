"""/metrics: what was asked and how long it took, how the fleet is staffed, and to whom it is told."""

import asyncio
from contextlib import asynccontextmanager

import httpx
import msgspec
import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.api.clock import Clock
from tests.cast import NOW, at, on, seeded
from watchbill.engine import zone_data
from watchbill.metrics import Fleet, Traffic
from watchbill.settings import Settings
from watchbill.wiring import build_app

pytestmark = pytest.mark.anyio

HERE = ("127.0.0.1", 50_000)
ELSEWHERE = ("192.0.2.7", 50_000)
SECRET = "scrape-secret-1"


@asynccontextmanager
async def asking(store, client=HERE, token="", clock=None):
    app = build_app(Settings(metrics_token=token), store, clock=clock or Clock())
    transport = httpx.ASGITransport(app=app, client=client)
    async with httpx.AsyncClient(transport=transport, base_url="http://watchbill.example") as asked:
        yield asked


async def numbers(client, **headers):
    """The value of each sample by its name and labels."""
    response = await client.get("/metrics", headers=headers)
    assert response.status_code == 200, response.text
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(response.text)
        for sample in family.samples
    }


def value(found, name, **labels):
    """The only sample of this name with these labels and maybe others."""
    [one] = [value for (said, all), value in found.items() if said == name and labels.items() <= set(all)]
    return one


# ── requests ──


async def test_a_request_is_counted_under_its_route_and_never_under_its_path(store):
    async with asking(store) as client:
        for id in (7, 8):
            await client.get(f"/api/v1/tiers/{id}/timeline")
        found = await numbers(client)
    route = {"family": "v1", "route": "/api/v1/tiers/{id}/timeline", "method": "GET"}
    assert value(found, "watchbill_requests_total", **route, status="4xx") == 2
    assert value(found, "watchbill_request_duration_seconds_count", **route) == 2
    assert value(found, "watchbill_request_duration_seconds_bucket", **route, le="+Inf") == 2


@pytest.mark.parametrize(
    ("path", "family"),
    [("/api/ocs/", "ocs"), ("/api/v2/tenants/msp_1/rosters/search", "rosters"), ("/healthz", "other")],
)
async def test_each_family_is_told_apart(path, family, store):
    async with asking(store) as client:
        await client.get(path)
        found = await numbers(client)
    assert value(found, "watchbill_requests_total", family=family) == 1


async def test_addresses_and_methods_that_somebody_makes_up_make_no_new_numbers(store):
    async with asking(store) as client:
        for number in range(5):
            await client.request(f"MAKE{number}", f"/made/up/{number}")
        found = await numbers(client)
    assert value(found, "watchbill_requests_total", route="none", method="other", status="4xx") == 5


def test_a_request_under_way_is_counted_until_it_ends():
    traffic = Traffic({})
    traffic.begun()
    assert list(traffic.collect())[2].samples[0].value == 1
    traffic.ended({"method": "GET"}, 200, 0.1)
    assert list(traffic.collect())[2].samples[0].value == 0


def test_latencies_are_told_by_how_many_took_at_most_so_long():
    traffic = Traffic({})
    for seconds in (0.001, 0.004, 20.0):
        traffic.begun()
        traffic.ended({"method": "GET"}, 200, seconds)
    samples = {sample.labels.get("le"): sample.value for sample in list(traffic.collect())[1].samples}
    assert (samples["0.001"], samples["0.0025"], samples["0.005"], samples["10.0"], samples["+Inf"]) == (1, 1, 2, 2, 3)


async def test_two_apps_of_one_process_count_for_themselves(store):
    async with asking(store) as one, asking(store) as other:
        await one.get("/healthz")
        assert not any(("route", "/healthz") in labels for _, labels in await numbers(other))


# ── the fleet ──


async def test_tiers_with_nobody_on_are_counted_by_provider(store):
    world = await seeded(store)
    async with asking(store) as client:
        found = await numbers(client)
    provider = str(world.northwind.id)
    assert value(found, "watchbill_tiers", provider=provider) == 3
    assert value(found, "watchbill_tiers_unstaffed", provider=provider) == 1
    assert value(found, "watchbill_gaps_now", provider=provider) == 1
    assert value(found, "watchbill_staffing_timestamp_seconds", provider=provider) == NOW


async def test_a_write_is_counted_the_next_time(store):
    world = await seeded(store)
    async with asking(store) as client:
        await numbers(client)
        async with store.writing(world.northwind.provider_id) as writes:
            await writes.delete(world.second)
        assert value(await numbers(client), "watchbill_tiers_unstaffed") == 0


async def test_a_handoff_is_counted_when_it_comes(store):
    clock = Clock()
    world = await seeded(store)
    async with store.writing(world.northwind.provider_id) as writes:
        away = {"start_at": at(on(12, "08:00")), "end_at": at(on(12, "20:00"))}
        await writes.delete(world.desk_cover)
        rules = world.desk_tier
        plan = await writes.tier_plan(rules.id)
        layer = msgspec.structs.replace(plan.layers[0], end=away["start_at"])
        await writes.save(msgspec.structs.replace(plan.revisions[0], layers=(layer,)))
    async with asking(store, clock=clock) as client:
        assert value(await numbers(client), "watchbill_tiers_unstaffed") == 1
        clock.shows = away["start_at"]
        assert value(await numbers(client), "watchbill_tiers_unstaffed") == 2


class Reading:
    """A store that notes how often a provider is read."""

    def __init__(self, store):
        self.store, self.times = store, 0
        self.providers, self.version = store.providers, store.version

    def reading(self, provider_id):
        self.times += 1
        return self.store.reading(provider_id)


async def test_while_nothing_changes_a_fleet_is_counted_once(store):
    clock = Clock()
    await seeded(store)
    reading = Reading(store)
    fleet = Fleet(reading, clock)
    for _ in range(3):
        await fleet.renewed()
    assert reading.times == 1
    clock.shows = at(on(12, "08:00"))
    await fleet.renewed()
    assert reading.times == 2


async def test_who_asks_does_not_wait_for_a_count_that_takes_long(store):
    class Slow(Reading):
        async def _providers(self):
            await asyncio.sleep(3600)

        def __init__(self, store):
            super().__init__(store)
            self.providers = self._providers

    fleet = Fleet(Slow(store), Clock())
    await asyncio.wait_for(fleet.renewed(patience=0.01), timeout=10)
    await asyncio.wait_for(fleet.ended(), timeout=10)


# ── the page ──


async def test_the_version_the_database_and_the_process_are_told(store):
    async with asking(store) as client:
        found = await numbers(client)
    assert value(found, "watchbill_build_info") == 1
    assert value(found, "watchbill_zone_data_info", version=zone_data()) == 1
    assert value(found, "watchbill_database_ready") == 1
    assert value(found, "process_resident_memory_bytes") > 0


async def test_a_database_that_does_not_answer_is_told(store):
    class Lost(Reading):
        async def ping(self):
            raise OSError

    async with asking(Lost(store)) as client:
        assert value(await numbers(client), "watchbill_database_ready") == 0


async def test_open_metrics_for_who_asks_for_them(store):
    async with asking(store) as client:
        response = await client.get("/metrics", headers={"accept": "application/openmetrics-text; version=1.0.0"})
    assert response.headers["content-type"].startswith("application/openmetrics-text")
    assert response.text.endswith("# EOF\n")


@pytest.mark.parametrize("accept", ["*/*", "application/openmetrics-text; version=1.0.0"])
async def test_the_charset_is_named_once(accept, store):
    async with asking(store) as client:
        response = await client.get("/metrics", headers={"accept": accept})
    assert response.headers["content-type"].count("charset=utf-8") == 1


async def test_without_a_token_this_machine_alone_is_told(store):
    async with asking(store, client=ELSEWHERE) as client:
        refused = await client.get("/metrics")
    assert (refused.status_code, "watchbill_" in refused.text) == (403, False)


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"])
async def test_what_a_proxy_on_this_machine_passes_on_is_not_of_this_machine(header, store):
    async with asking(store) as client:
        assert (await client.get("/metrics", headers={header: "127.0.0.1"})).status_code == 403


async def test_with_a_token_whoever_has_it_is_told_from_anywhere(store):
    async with asking(store, client=ELSEWHERE, token=SECRET) as client:
        assert value(await numbers(client, Authorization=f"Bearer {SECRET}"), "watchbill_build_info") == 1


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer other-secret", f"Basic {SECRET}", "Bearer sécret"])
async def test_with_a_token_this_machine_needs_it_too(header, store):
    async with asking(store, token=SECRET) as client:
        refused = await client.get("/metrics", headers={"Authorization": header.encode()})
    assert (refused.status_code, refused.headers["www-authenticate"]) == (401, "Bearer")
