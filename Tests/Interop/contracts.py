"""Our contracts as Python sees them: the generated modules, and every method with who may call it."""

import os
import sys

import grpc_reflection

# Packages from PyPI have health and version 1alpha of reflection under the name grpc, as the judges they are; version 1 is generated.
STUBS = next(path for path in sys.path if os.path.isdir(os.path.join(path, "grpc", "reflection")))
grpc_reflection.__path__.append(os.path.join(STUBS, "grpc", "reflection"))

from google.protobuf import message_factory  # noqa: E402
from stratum.events.v1 import delivery_pb2, destination_pb2, events_pb2  # noqa: E402
from stratum.identity.v1 import api_key_pb2, tenant_pb2, token_pb2  # noqa: E402
from stratum.integrations.v1 import connection_pb2  # noqa: E402
from stratum.options.v1 import access_pb2  # noqa: E402
from stratum.sandbox.v1 import sandbox_pb2  # noqa: E402

# What each service serves.
FILES = {
    "identity": [tenant_pb2, api_key_pb2, token_pb2],
    "integrations": [connection_pb2],
    "events": [events_pb2, delivery_pb2, destination_pb2],
    "sandbox": [sandbox_pb2],
}


class Method:
    """One method of our contracts."""

    def __init__(self, server, descriptor):
        self.server = server
        self.path = f"/{descriptor.containing_service.full_name}/{descriptor.name}"
        self.access = descriptor.GetOptions().Extensions[access_pb2.access]
        self.rule = self.access.WhichOneof("caller")
        self.is_server_streaming = descriptor.server_streaming
        self.request = message_factory.GetMessageClass(descriptor.input_type)
        self.response = message_factory.GetMessageClass(descriptor.output_type)

    def __str__(self):
        return self.path

    def call(self, channel, token=None, timeout=10):
        """Calls it with an empty request, and takes the first reply."""
        metadata = [("authorization", token)] if token else []
        encode, decode = self.request.SerializeToString, self.response.FromString
        if self.is_server_streaming:
            replies = channel.unary_stream(self.path, encode, decode)(self.request(), metadata=metadata, timeout=timeout)
            try:
                return next(replies)
            finally:
                replies.cancel()
        return channel.unary_unary(self.path, encode, decode)(self.request(), metadata=metadata, timeout=timeout)


def methods():
    """Every method that one of our services serves."""
    for server, modules in FILES.items():
        for module in modules:
            for service in module.DESCRIPTOR.services_by_name.values():
                for descriptor in service.methods:
                    yield Method(server, descriptor)
