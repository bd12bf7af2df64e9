"""What every server offers besides its own calls: health and reflection, and a clean answer to what it does not know."""

import unittest

import grpc

import contracts
from google.protobuf import descriptor_pb2
from grpc.health.v1 import health_pb2, health_pb2_grpc
from grpc.reflection.v1 import reflection_pb2, reflection_pb2_grpc
from grpc.reflection.v1alpha import reflection_pb2 as alpha_pb2, reflection_pb2_grpc as alpha_pb2_grpc
from service_case import ServiceCase

Code = grpc.StatusCode
SERVING = health_pb2.HealthCheckResponse.SERVING
STANDARD = {"grpc.health.v1.Health", "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection"}


def offered(server):
    """Names of the services that a server offers."""
    return {name for module in contracts.FILES[server] for name in (s.full_name for s in module.DESCRIPTOR.services_by_name.values())}


def without_json_names(file):
    """A file's descriptor without what protoc may put into it or leave out."""
    def clear(message):
        for field in list(message.field) + list(message.extension):
            field.ClearField("json_name")
        for nested in message.nested_type:
            clear(nested)
    for message in file.message_type:
        clear(message)
    for field in file.extension:
        field.ClearField("json_name")
    return file


class HealthTest(ServiceCase):
    def test_a_server_and_each_of_its_services_serve(self):
        for server in contracts.FILES:
            health = health_pb2_grpc.HealthStub(self.stack.channel(server))
            for service in [""] + sorted(offered(server)):
                with self.subTest(server=server, service=service):
                    self.assertEqual(health.Check(health_pb2.HealthCheckRequest(service=service), timeout=10).status, SERVING)
            statuses = health.List(health_pb2.HealthListRequest(), timeout=10).statuses
            self.assertLessEqual(offered(server), set(statuses))
            self.assertEqual({response.status for response in statuses.values()}, {SERVING})

    def test_an_unknown_service_is_not_found(self):
        for server in contracts.FILES:
            health = health_pb2_grpc.HealthStub(self.stack.channel(server))
            with self.subTest(server):
                self.refused(Code.NOT_FOUND, health.Check, health_pb2.HealthCheckRequest(service="no.such.Service"))

    def test_health_is_followed_until_the_caller_leaves(self):
        for server in contracts.FILES:
            health = health_pb2_grpc.HealthStub(self.stack.channel(server))
            with self.subTest(server):
                watch = health.Watch(health_pb2.HealthCheckRequest(), timeout=30)
                self.assertEqual(next(watch).status, SERVING)
                self.assertTrue(watch.is_active())
                watch.cancel()
                with self.assertRaises(grpc.RpcError):
                    next(watch)
                self.assertEqual(watch.code(), Code.CANCELLED)
                unknown = health.Watch(health_pb2.HealthCheckRequest(service="no.such.Service"), timeout=30)
                self.assertEqual(next(unknown).status, health_pb2.HealthCheckResponse.SERVICE_UNKNOWN)
                unknown.cancel()

    def test_following_ends_at_its_deadline(self):
        health = health_pb2_grpc.HealthStub(self.stack.channel("events"))
        watch = health.Watch(health_pb2.HealthCheckRequest(), timeout=0.5)
        next(watch)
        with self.assertRaises(grpc.RpcError) as caught:
            next(watch)
        self.assertEqual(caught.exception.code(), Code.DEADLINE_EXCEEDED)

    def test_two_hundred_watchers_that_leave_disturb_nobody(self):
        channel = self.stack.channel("events")
        health = health_pb2_grpc.HealthStub(channel)
        for _ in range(200):
            watch = health.Watch(health_pb2.HealthCheckRequest(), timeout=30)
            next(watch)
            watch.cancel()
        self.assertEqual(health.Check(health_pb2.HealthCheckRequest(), timeout=10).status, SERVING)


class ReflectionTest(ServiceCase):
    VERSIONS = [
        (reflection_pb2, reflection_pb2_grpc.ServerReflectionStub), (alpha_pb2, alpha_pb2_grpc.ServerReflectionStub),
    ]

    def ask(self, server, version, **questions):
        """Asks one stream several questions, one after the other."""
        messages, stub = version
        requests = [messages.ServerReflectionRequest(**{name: value}) for name, values in questions.items() for value in values]
        replies = list(stub(self.stack.channel(server)).ServerReflectionInfo(iter(requests), timeout=20))
        self.assertEqual([reply.original_request for reply in replies], requests)
        return replies

    def each(self):
        return [(server, version) for server in contracts.FILES for version in self.VERSIONS]

    def test_the_services_are_listed(self):
        for server, version in self.each():
            with self.subTest(server=server, version=version[0].__name__):
                (reply,) = self.ask(server, version, list_services=["*"])
                names = {service.name for service in reply.list_services_response.service}
                self.assertEqual(names, offered(server) | STANDARD)

    def test_every_symbol_leads_to_its_file_with_what_that_imports(self):
        for server, version in self.each():
            for name in sorted(offered(server)):
                with self.subTest(server=server, version=version[0].__name__, name=name):
                    (reply,) = self.ask(server, version, file_containing_symbol=[name])
                    self.assert_whole(server, version, reply, name)

    def assert_whole(self, server, version, reply, symbol):
        files = self.files(reply)
        declared = {f"{file.package}.{service.name}" for file in files.values() for service in file.service}
        self.assertIn(symbol, declared)
        # Either they come with it, or they can be asked for by name.
        missing = {name for file in files.values() for name in file.dependency} - set(files)
        while missing:
            for reply in self.ask(server, version, file_by_filename=sorted(missing)):
                files.update(self.files(reply))
            missing = {name for file in files.values() for name in file.dependency} - set(files)

    def files(self, reply):
        self.assertEqual(reply.WhichOneof("message_response"), "file_descriptor_response", reply)
        files = [descriptor_pb2.FileDescriptorProto.FromString(data) for data in reply.file_descriptor_response.file_descriptor_proto]
        return {file.name: file for file in files}

    def test_the_descriptors_are_those_of_the_contracts(self):
        for server, modules in contracts.FILES.items():
            for module in modules:
                ours = descriptor_pb2.FileDescriptorProto()
                module.DESCRIPTOR.CopyToProto(ours)
                with self.subTest(ours.name):
                    (reply,) = self.ask(server, self.VERSIONS[0], file_by_filename=[ours.name])
                    theirs = self.files(reply)[ours.name]
                    theirs.ClearField("source_code_info")
                    self.assertEqual(without_json_names(theirs), without_json_names(ours))

    def test_options_can_be_asked_for_as_extensions(self):
        version = self.VERSIONS[0]
        question = version[0].ExtensionRequest(containing_type="google.protobuf.MethodOptions", extension_number=50001)
        (reply,) = self.ask("events", version, file_containing_extension=[question])
        self.assertIn("stratum/options/v1/access.proto", self.files(reply))
        (reply,) = self.ask("events", version, all_extension_numbers_of_type=["google.protobuf.MethodOptions"])
        self.assertIn(50001, reply.all_extension_numbers_response.extension_number)

    def test_what_is_not_known_is_answered_with_an_error_and_the_stream_goes_on(self):
        for server, version in self.each():
            with self.subTest(server=server, version=version[0].__name__):
                replies = self.ask(server, version, file_containing_symbol=["no.Such"], file_by_filename=["no.proto"], list_services=["*"])
                self.assertEqual([reply.error_response.error_code for reply in replies[:2]], [Code.NOT_FOUND.value[0]] * 2)
                self.assertTrue(replies[2].list_services_response.service)


class UnknownTest(ServiceCase):
    def test_an_unknown_method_is_unimplemented(self):
        for server in contracts.FILES:
            for path in ("/no.such.Service/Method", f"/{sorted(offered(server))[0]}/NoSuchMethod"):
                with self.subTest(path):
                    self.refused(Code.UNIMPLEMENTED, self.stack.channel(server).unary_unary(path), b"")

    def test_bytes_that_are_no_message_are_refused(self):
        for server in contracts.FILES:
            with self.subTest(server):
                call = self.stack.channel(server).unary_unary("/grpc.health.v1.Health/Check")
                # INTERNAL is what gRPC's own libraries answer.
                error = self.refused(Code.INTERNAL, call, b"\x0a\xff\xff\xff\xff\x0f")
                self.assertTrue(error.details())
                self.assertEqual(call(b"", timeout=10), b"\x08\x01")


if __name__ == "__main__":
    unittest.main()
