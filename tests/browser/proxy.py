"""A small reverse proxy at a path of a host: it takes the path off, or leaves it, as an operator's proxy may."""

import contextlib
import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

ROOT = "/oncall"
OWN = {"connection", "host", "keep-alive", "transfer-encoding"}
"""Headers that belong to one connection."""


class Proxy:
    """Where it is reached, and whom it asks; what is not below the path is not there."""

    def __init__(self, address: str, *, takes_off: bool) -> None:
        self.site = address + ROOT
        self.target = ""
        self.takes_off = takes_off

    def passed_on(self, path: str) -> str | None:
        """The path that the server is asked for."""
        if path.partition("?")[0] != ROOT and not path.startswith(f"{ROOT}/"):
            return None
        return path.removeprefix(ROOT) or "/" if self.takes_off else path


@contextmanager
def running_proxy(*, takes_off: bool) -> Iterator[Proxy]:
    """A proxy that listens; gone at the end."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            path = proxy.passed_on(self.path)
            if path is None:
                self.send_error(404)
                return
            asked = http.client.HTTPConnection(urlsplit(proxy.target).netloc, timeout=60)
            headers = {name: value for name, value in self.headers.items() if name.lower() not in OWN}
            # As most proxies do, it asks by the server's own name.
            asked.request(self.command, path, body, headers)
            answer = asked.getresponse()
            content = answer.read()
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in OWN | {"content-length"}:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            # A browser that has gone to another page does not wait for what it has asked.
            with contextlib.suppress(ConnectionError):
                self.end_headers()
                self.wfile.write(content)
            asked.close()

        do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = pass_on

        def log_message(self, format: str, *arguments: object) -> None:
            return None

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        proxy = Proxy(f"http://127.0.0.1:{server.server_port}", takes_off=takes_off)
        serving = threading.Thread(target=server.serve_forever, daemon=True)
        serving.start()
        try:
            yield proxy
        finally:
            server.shutdown()
            serving.join()
