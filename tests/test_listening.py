"""The addresses that a server listens on."""

import socket

import pytest

from watchbill.wiring import CannotListen, address_of, bound


def has_ipv6() -> bool:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        return False
    return True


needs_ipv6 = pytest.mark.skipif(not has_ipv6(), reason="this machine has no IPv6")


@needs_ipv6
@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_every_address_is_of_both_kinds_and_each_caller_has_their_own(address: str) -> None:
    with bound("::", 0) as listeners:
        assert len({one.getsockname()[1] for one in listeners}) == 1
        [listener] = [one for one in listeners if (":" in address) == (one.family == socket.AF_INET6)]
        with socket.create_connection((address, listener.getsockname()[1])) as caller:
            accepted, peer = listener.accept()
            accepted.close()
            assert peer[:2] == caller.getsockname()[:2]


@needs_ipv6
def test_one_address_is_that_one() -> None:
    with bound("::1", 0) as listeners:
        assert [one.getsockname()[0] for one in listeners] == ["::1"]
        assert address_of(listeners[0]).startswith("http://[::1]:")


@needs_ipv6
def test_all_of_them_or_none() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CannotListen, match="in use"), bound("::", port):
            pass
    with bound("::", port) as listeners:
        assert len(listeners) == 2
