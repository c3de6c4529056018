"""MemoryStore keeps the promises."""

import pytest

from tests.store.promises import Promises
from watchbill.domain.ports import Store
from watchbill.store import MemoryStore


class TestMemory(Promises):
    @pytest.fixture
    def store(self) -> Store:
        return MemoryStore()
