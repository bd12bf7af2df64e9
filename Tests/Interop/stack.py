"""A running stack for all tests of one run, and callers of every kind."""

import atexit
import base64
import json
import os
import subprocess
import tempfile
import time
import uuid

import grpc

import contracts  # noqa: F401, first: it makes the generated modules importable
from stratum.identity.v1 import tenant_pb2, tenant_pb2_grpc, token_pb2, token_pb2_grpc
from stratum.integrations.v1 import connection_pb2, connection_pb2_grpc

FOLDER = os.path.dirname(os.path.abspath(__file__))
ALL_SCOPES = [
    "events:write", "deliveries:read", "deliveries:replay", "connections:manage", "connections:read", "api_keys:manage",
]
_shared = None


def shared():
    """The stack of this run, started by whoever asks first."""
    global _shared
    if _shared is None:
        _shared = Stack()
        atexit.register(_shared.stop)
    return _shared


class Stack:
    """Owns the script that starts the stack; the stack ends with it."""

    def __init__(self):
        self._process = subprocess.Popen(
            [os.path.join(FOLDER, "stack")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.facts = {}
        for line in self._process.stdout:
            if line == "ready\n":
                break
            name, _, value = line.rstrip("\n").partition("=")
            self.facts[name] = value
        else:
            raise RuntimeError(f"the stack did not start: code {self._process.wait()}")
        self._channels = {
            name: grpc.insecure_channel(self.facts[name], options=[("grpc.max_receive_message_length", 64 << 20)])
            for name in contracts.FILES
        }
        self.staff = "Bearer " + self._exchange_operator_key()

    def stop(self):
        for channel in self._channels.values():
            channel.close()
        self._process.stdin.close()
        self._process.wait(timeout=60)

    def channel(self, service):
        return self._channels[service]

    def secret(self, name):
        with open(os.path.join(self.facts["secrets"], name), encoding="utf-8") as file:
            return file.read().strip()

    def sql(self, statement):
        """What psql answers as the database's superuser."""
        return subprocess.run(
            ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", self.facts["socket"], "-p", self.facts["port"],
             "-U", "postgres", "-d", "stratum", "-c", statement],
            check=True, capture_output=True, text=True, timeout=30).stdout.strip()

    # Callers

    def make_tenant(self, currency="GBP"):
        """A tenant of its own, with a key that may do everything that a tenant's key may."""
        slug = "t-" + uuid.uuid4().hex[:12]
        stub = tenant_pb2_grpc.TenantServiceStub(self.channel("identity"))
        request = tenant_pb2.CreateTenantRequest(slug=slug, display_name="Tenant " + slug, currency=currency)
        tenant = stub.CreateTenant(request, metadata=self.as_staff(), timeout=10).tenant
        return Tenant(self, tenant, self.make_key(slug, ALL_SCOPES))

    def make_key(self, slug, scopes):
        stub = tenant_pb2_grpc.TenantServiceStub(self.channel("identity"))
        request = tenant_pb2.IssueAPIKeyRequest(tenant_slug=slug, display_name="a test's", scopes=scopes)
        return stub.IssueAPIKey(request, metadata=self.as_staff(), timeout=10).secret

    def exchange(self, key):
        stub = token_pb2_grpc.TokenServiceStub(self.channel("identity"))
        return "Bearer " + stub.ExchangeAPIKey(token_pb2.ExchangeAPIKeyRequest(api_key=key), timeout=10).access_token

    def _exchange_operator_key(self):
        stub = token_pb2_grpc.TokenServiceStub(self.channel("identity"))
        request = token_pb2.ExchangeOperatorKeyRequest(operator_key=self.secret("operator.key"))
        return stub.ExchangeOperatorKey(request, timeout=10).access_token

    def as_staff(self):
        return [("authorization", self.staff)]

    def as_service(self, name):
        return [("authorization", self.service_token(name))]

    def service_token(self, name):
        """What a service proves itself with: a token signed with its own key (RFC 8037), made here by openssl."""
        key_id, seed = self.secret(f"keys/{name}.key").split()
        now = int(time.time())
        header = {"alg": "EdDSA", "typ": "at+jwt", "kid": key_id}
        claims = {"iss": name, "sub": name, "aud": "stratum", "iat": now, "nbf": now, "exp": now + 300, "kind": "service"}
        signed = b".".join(_base64url(json.dumps(part, separators=(",", ":")).encode()) for part in (header, claims))
        return "Bearer " + (signed + b"." + _base64url(_ed25519(base64.b64decode(seed), signed))).decode()


class Tenant:
    """A tenant and the bearer of its key."""

    def __init__(self, stack, tenant, key):
        self.stack = stack
        self.id = tenant.id
        self.slug = tenant.slug
        self.key = key
        self.token = stack.exchange(key)

    @property
    def auth(self):
        return [("authorization", self.token)]

    def token_with(self, *scopes):
        """A token that may do only this."""
        return self.stack.exchange(self.stack.make_key(self.slug, list(scopes)))

    def connect(self):
        """Connects it with the sandbox's Meta, and waits until Events knows."""
        stub = connection_pb2_grpc.ConnectionServiceStub(self.stack.channel("integrations"))
        stub.Connect(connection_pb2.ConnectRequest(credentials=meta_credentials(self.stack)), metadata=self.auth, timeout=10)
        eventually(lambda: self.stack.sql(f"SELECT count(*) FROM events.destinations WHERE tenant_id = '{self.id}'") == "1")
        return self


def meta_credentials(stack, access_token=None):
    meta = connection_pb2.MetaEventsCredentials(
        pixel_id=stack.facts["pixel"], access_token=access_token or stack.secret("sandbox-meta.token"))
    return connection_pb2.EventsCredentials(meta=meta)


def eventually(condition, within=20):
    """Waits until a condition holds, and returns what it gave."""
    end = time.monotonic() + within
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"not within {within} seconds")
        time.sleep(0.05)


def _base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def _ed25519(seed, data):
    # RFC 8410 §7: the seed as PKCS #8.
    der = bytes.fromhex("302e020100300506032b657004220420") + seed
    with tempfile.TemporaryDirectory() as folder:
        key, message = os.path.join(folder, "key"), os.path.join(folder, "message")
        for path, content in ((key, der), (message, data)):
            with open(path, "wb") as file:
                file.write(content)
        return subprocess.run(
            ["openssl", "pkeyutl", "-sign", "-rawin", "-keyform", "DER", "-inkey", key, "-in", message],
            check=True, capture_output=True, timeout=30).stdout
