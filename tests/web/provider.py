"""An OpenID provider of our own on 127.0.0.1, which checks PKCE and can be told to say what is wrong."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.api.clock import Clock

CLIENT = "watchbill"
SECRET = "a secret: with signs"


@dataclass
class Lies:
    """What the provider says instead of the truth."""

    claims: dict[str, Any] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    userinfo: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=dict)
    signs: Callable[[dict[str, Any], dict[str, Any]], str] | None = None
    issuer: str | None = None
    token_status: int = 200


@dataclass
class Provider:
    """A provider that is served; `ask` is what was last asked at its authorization endpoint."""

    issuer: str
    key: RSAKey
    user: dict[str, Any]
    clock: Clock
    lies: Lies = field(default_factory=Lies)
    ask: dict[str, str] = field(default_factory=dict)
    asked_keys: int = 0
    asked_at_tokens: dict[str, str] = field(default_factory=dict)
    traces: list[str] = field(default_factory=list)

    def authorize(self, address: str) -> str:
        """What somebody does who signs in there: the address that they are led back to."""
        self.ask = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        return f"{self.ask['redirect_uri']}?code=the-code&state={self.ask['state']}"

    def id_token(self) -> str:
        now = self.clock()
        claims = {"iss": self.issuer, "aud": CLIENT, "sub": "1", "iat": now, "exp": now + 60}
        claims |= {"nonce": self.ask["nonce"], **self.user, **self.lies.claims}
        claims = {name: value for name, value in claims.items() if name not in self.lies.left_out}
        header = {"alg": "RS256", "kid": self.key.kid} | self.lies.header
        return self.lies.signs(header, claims) if self.lies.signs else jwt.encode(header, claims, self.key)

    def configuration(self) -> dict[str, Any]:
        return {
            "issuer": self.lies.issuer or self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/keys",
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
        }

    def keys(self) -> dict[str, Any]:
        self.asked_keys += 1
        return {"keys": [self.key.as_dict(private=False)]}

    def tokens(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """The answer of the token endpoint; a wrong client or a wrong verifier gets nothing."""
        self.asked_at_tokens = form | {"authorization": authorization}
        challenge = urlsafe_b64encode(sha256(form["code_verifier"].encode()).digest()).decode().rstrip("=")
        is_fine = challenge == self.ask["code_challenge"] and form["redirect_uri"] == self.ask["redirect_uri"]
        if not is_fine or form["code"] != "the-code" or not authorization.startswith("Basic "):
            return 400, {"error": "invalid_grant"}
        return self.lies.token_status, {"id_token": self.id_token(), "access_token": "access", "token_type": "Bearer"}


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            match urlsplit(self.path).path:
                case "/.well-known/openid-configuration":
                    self._say(200, provider.configuration())
                case "/keys":
                    self._say(200, provider.keys())
                case "/userinfo":
                    self._say(200, {"sub": "1", **provider.lies.userinfo})
                case _:
                    self._say(404, {})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            self._say(*provider.tokens(form, self.headers.get("Authorization", "")))

        def _say(self, status: int, body: dict[str, Any]) -> None:
            provider.traces.append(self.headers.get("traceparent", ""))
            content = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: Any) -> None:
            pass

    return Handler


@contextmanager
def provider_of(user: dict[str, Any], clock: Clock) -> Iterator[Provider]:
    """A provider that listens, at which this user signs in."""
    provider = Provider("", RSAKey.generate_key(2048, {"use": "sig", "kid": "first"}), user, clock)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(provider))
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
