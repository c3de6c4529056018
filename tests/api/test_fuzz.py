"""Requests made from the description, good and bad: never a fault of ours, never an answer that is not described."""

import anyio
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import CHECKS
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from tests.cast import NOW, seeded
from tests.stores import new_store
from watchbill.settings import Settings
from watchbill.wiring import build_app

STORE = new_store()
WORLD = anyio.run(seeded, STORE)
APP = build_app(Settings(), STORE, clock=lambda: NOW)

CHECKED = [
    CHECKS.get_one("not_a_server_error"),
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    unsupported_method,
    ignored_auth,
]

schema = schemathesis.openapi.from_asgi("/openapi.json", APP)


@schema.parametrize()
@settings(
    max_examples=30,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_an_answer_is_as_described(case):
    case.call_and_validate(headers={"Authorization": f"Bearer {WORLD.alice.token}"}, checks=CHECKED)
