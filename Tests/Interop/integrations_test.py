"""stratum-integrations: connections with ad platforms and their credentials, as a Python client sees them."""

import time
import unittest

import grpc
from google.protobuf import duration_pb2

import stack
from service_case import ServiceCase
from stratum.advertising.v1 import platform_pb2
from stratum.integrations.v1 import connection_pb2, connection_pb2_grpc
from stratum.sandbox.v1 import sandbox_pb2, sandbox_pb2_grpc

Code = grpc.StatusCode
META = platform_pb2.PLATFORM_META


class IntegrationsTest(ServiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        channel = cls.stack.channel("integrations")
        cls.connections = connection_pb2_grpc.ConnectionServiceStub(channel)
        cls.credentials = connection_pb2_grpc.CredentialsServiceStub(channel)
        cls.sandbox = sandbox_pb2_grpc.SandboxServiceStub(cls.stack.channel("sandbox"))

    def setUp(self):
        self.tenant = self.stack.make_tenant()
        self.addCleanup(self.sandbox.ClearFaults, sandbox_pb2.ClearFaultsRequest(), timeout=10)

    def set_fault(self, kind, **options):
        fault = sandbox_pb2.Fault(platform=META, kind=kind, **options)
        self.sandbox.SetFault(sandbox_pb2.SetFaultRequest(fault=fault), timeout=10)


class ConnectionServiceTest(IntegrationsTest):
    def test_credentials_are_tried_without_being_stored(self):
        request = connection_pb2.TestConnectionRequest(credentials=stack.meta_credentials(self.stack))
        self.assertTrue(self.connections.TestConnection(request, metadata=self.tenant.auth, timeout=10).pixel_name)
        listed = self.connections.ListConnections(connection_pb2.ListConnectionsRequest(), metadata=self.tenant.auth, timeout=10)
        self.assertEqual(list(listed.connections), [])

    def test_a_connection_counts_its_versions(self):
        request = connection_pb2.ConnectRequest(credentials=stack.meta_credentials(self.stack))
        first = self.connections.Connect(request, metadata=self.tenant.auth, timeout=10).connection
        self.assertEqual((first.platform, first.pixel_id), (META, self.stack.facts["pixel"]))
        self.assertEqual(first.status, connection_pb2.CONNECTION_STATUS_CONNECTED)
        second = self.connections.Connect(request, metadata=self.tenant.auth, timeout=10).connection
        self.assertEqual(second.id, first.id)
        self.assertGreater(second.version, first.version)
        listed = self.connections.ListConnections(connection_pb2.ListConnectionsRequest(), metadata=self.tenant.auth, timeout=10)
        self.assertEqual([connection.id for connection in listed.connections], [first.id])
        self.assertNotIn(self.stack.secret("sandbox-meta.token").encode(), listed.SerializeToString())

    def test_credentials_that_meta_refuses_are_not_stored(self):
        credentials = stack.meta_credentials(self.stack, access_token="EAABnotThisOne")
        for call, kind in (
            (self.connections.TestConnection, connection_pb2.TestConnectionRequest),
            (self.connections.Connect, connection_pb2.ConnectRequest),
        ):
            error = self.refused(Code.FAILED_PRECONDITION, call, kind(credentials=credentials), metadata=self.tenant.auth)
            self.assert_reason(error, "CREDENTIALS_REFUSED")
            self.assertNotIn("EAABnotThisOne", error.details())
        listed = self.connections.ListConnections(connection_pb2.ListConnectionsRequest(), metadata=self.tenant.auth, timeout=10)
        self.assertEqual(list(listed.connections), [])

    def test_wrong_fields_of_credentials_are_named(self):
        meta = connection_pb2.MetaEventsCredentials
        for field, credentials in (
            ("credentials", None),
            ("credentials.meta.pixel_id", meta(pixel_id="../me", access_token="EAABx")),
            ("credentials.meta.access_token", meta(pixel_id="1", access_token="a b")),
        ):
            credentials = credentials and connection_pb2.EventsCredentials(meta=credentials)
            for call, kind in (
                (self.connections.TestConnection, connection_pb2.TestConnectionRequest),
                (self.connections.Connect, connection_pb2.ConnectRequest),
            ):
                error = self.refused(Code.INVALID_ARGUMENT, call, kind(credentials=credentials), metadata=self.tenant.auth)
                self.assert_violates(error, field)

    def test_a_platform_that_is_away_is_unavailable_with_a_time_to_come_back(self):
        self.set_fault(sandbox_pb2.FAULT_KIND_SERVER_ERROR)
        request = connection_pb2.TestConnectionRequest(credentials=stack.meta_credentials(self.stack))
        error = self.refused(Code.UNAVAILABLE, self.connections.TestConnection, request, metadata=self.tenant.auth)
        self.assert_retry(error)

    def test_a_call_ends_at_its_deadline_though_the_platform_does_not_answer(self):
        self.set_fault(sandbox_pb2.FAULT_KIND_LATENCY, delay=duration_pb2.Duration(seconds=8))
        request = connection_pb2.TestConnectionRequest(credentials=stack.meta_credentials(self.stack))
        start = time.monotonic()
        self.refused(Code.DEADLINE_EXCEEDED, self.connections.TestConnection, request, metadata=self.tenant.auth, timeout=0.5)
        self.assertLess(time.monotonic() - start, 3)


class CredentialsServiceTest(IntegrationsTest):
    def get(self, tenant_id, auth):
        request = connection_pb2.GetEventsCredentialsRequest(tenant_id=tenant_id, platform=META)
        return self.credentials.GetEventsCredentials(request, metadata=auth, timeout=10)

    def test_events_gets_the_credentials_and_says_when_they_are_refused(self):
        events = self.stack.as_service("events")
        request = connection_pb2.ConnectRequest(credentials=stack.meta_credentials(self.stack))
        connection = self.connections.Connect(request, metadata=self.tenant.auth, timeout=10).connection
        response = self.get(self.tenant.id, events)
        self.assertEqual(response.credentials, request.credentials)
        self.assertEqual(response.version, connection.version)
        report = connection_pb2.ReportRefusedCredentialsRequest(
            tenant_id=self.tenant.id, platform=META, version=response.version, reason="Error validating access token")
        for _ in range(2):
            self.credentials.ReportRefusedCredentials(report, metadata=events, timeout=10)
        listed = self.connections.ListConnections(connection_pb2.ListConnectionsRequest(), metadata=self.tenant.auth, timeout=10)
        self.assertEqual(listed.connections[0].status, connection_pb2.CONNECTION_STATUS_NEEDS_RECONNECT)

    def test_a_report_on_older_credentials_leaves_the_connection_alone(self):
        request = connection_pb2.ConnectRequest(credentials=stack.meta_credentials(self.stack))
        first = self.connections.Connect(request, metadata=self.tenant.auth, timeout=10).connection
        self.connections.Connect(request, metadata=self.tenant.auth, timeout=10)
        report = connection_pb2.ReportRefusedCredentialsRequest(
            tenant_id=self.tenant.id, platform=META, version=first.version, reason="expired")
        self.credentials.ReportRefusedCredentials(report, metadata=self.stack.as_service("events"), timeout=10)
        listed = self.connections.ListConnections(connection_pb2.ListConnectionsRequest(), metadata=self.tenant.auth, timeout=10)
        self.assertEqual(listed.connections[0].status, connection_pb2.CONNECTION_STATUS_CONNECTED)

    def test_a_tenant_that_is_not_connected_has_no_credentials(self):
        request = connection_pb2.GetEventsCredentialsRequest(tenant_id=self.tenant.id, platform=META)
        error = self.refused(
            Code.NOT_FOUND, self.credentials.GetEventsCredentials, request, metadata=self.stack.as_service("events"))
        self.assert_reason(error, "CONNECTION_UNKNOWN")

    def test_wrong_fields_are_named(self):
        events = self.stack.as_service("events")
        get, report = connection_pb2.GetEventsCredentialsRequest, connection_pb2.ReportRefusedCredentialsRequest
        for field, call, request in (
            ("tenant_id", self.credentials.GetEventsCredentials, get(tenant_id="x", platform=META)),
            ("platform", self.credentials.GetEventsCredentials, get(tenant_id=self.tenant.id)),
            ("tenant_id", self.credentials.ReportRefusedCredentials, report(platform=META, version=1)),
            ("version", self.credentials.ReportRefusedCredentials, report(tenant_id=self.tenant.id, platform=META)),
        ):
            self.assert_violates(self.refused(Code.INVALID_ARGUMENT, call, request, metadata=events), field)


if __name__ == "__main__":
    unittest.main()
