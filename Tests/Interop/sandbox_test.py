"""stratum-sandbox: its control calls, as a Python client sees them."""

import threading
import time
import unittest
import uuid

import grpc

import stack
from service_case import ServiceCase
from stratum.advertising.v1 import platform_pb2
from stratum.events.v1 import conversion_event_pb2, events_pb2, events_pb2_grpc
from stratum.integrations.v1 import connection_pb2, connection_pb2_grpc
from stratum.sandbox.v1 import sandbox_pb2, sandbox_pb2_grpc

Code = grpc.StatusCode
META = platform_pb2.PLATFORM_META


class SandboxServiceTest(ServiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sandbox = sandbox_pb2_grpc.SandboxServiceStub(cls.stack.channel("sandbox"))
        cls.events = events_pb2_grpc.EventsServiceStub(cls.stack.channel("events"))
        cls.connections = connection_pb2_grpc.ConnectionServiceStub(cls.stack.channel("integrations"))
        cls.tenant = cls.stack.make_tenant().connect()

    def setUp(self):
        self.addCleanup(self.sandbox.ClearFaults, sandbox_pb2.ClearFaultsRequest(), timeout=10)

    def totals(self):
        return self.sandbox.GetReceivedTotals(sandbox_pb2.GetReceivedTotalsRequest(platform=META), timeout=10)

    def send(self, count=1):
        """Sends events and waits until the sandbox has them; their ids."""
        user = conversion_event_pb2.UserData(email="customer@example.com", external_id="1")
        ids = [uuid.uuid4().hex for _ in range(count)]
        events = [conversion_event_pb2.ConversionEvent(event_id=id, event_name="lead", user_data=user) for id in ids]
        before = self.totals().events
        self.events.IngestEvents(events_pb2.IngestEventsRequest(events=events), metadata=self.tenant.auth, timeout=10)
        stack.eventually(lambda: self.totals().events >= before + count)
        return ids

    def test_what_was_taken_is_listed_oldest_first(self):
        ids = self.send(count=5)
        listed, token = [], ""
        while True:
            request = sandbox_pb2.ListReceivedEventsRequest(platform=META, page_size=2, page_token=token)
            page = self.sandbox.ListReceivedEvents(request, timeout=10)
            listed += page.events
            token = page.next_page_token
            if not token:
                break
        self.assertLessEqual(set(ids), {event.event_id for event in listed})
        times = [event.received_at.ToNanoseconds() for event in listed]
        self.assertEqual(times, sorted(times))
        self.assertTrue(all(len(event.body_sha256) == 64 for event in listed))

    def test_totals_count_up_and_a_reset_forgets(self):
        self.send()
        totals = self.totals()
        self.assertGreaterEqual(totals.requests, 1)
        self.assertEqual(totals.events, totals.counted + totals.repeated)
        self.sandbox.Reset(sandbox_pb2.ResetRequest(), timeout=10)
        self.assertEqual(self.totals().events, 0)

    def test_a_fault_strikes_until_it_is_cleared(self):
        credentials = connection_pb2.TestConnectionRequest(credentials=stack.meta_credentials(self.stack))
        fault = sandbox_pb2.Fault(platform=META, kind=sandbox_pb2.FAULT_KIND_TOKEN_EXPIRED)
        self.sandbox.SetFault(sandbox_pb2.SetFaultRequest(fault=fault), timeout=10)
        error = self.refused(Code.FAILED_PRECONDITION, self.connections.TestConnection, credentials, metadata=self.tenant.auth)
        self.assert_reason(error, "CREDENTIALS_REFUSED")
        self.sandbox.ClearFaults(sandbox_pb2.ClearFaultsRequest(), timeout=10)
        self.assertTrue(self.connections.TestConnection(credentials, metadata=self.tenant.auth, timeout=10).pixel_name)

    def test_what_is_taken_is_followed_until_the_caller_leaves(self):
        watch = self.sandbox.WatchReceivedEvents(sandbox_pb2.WatchReceivedEventsRequest(platform=META), timeout=60)
        seen, has_news = [], threading.Condition()

        def follow():
            try:
                for response in watch:
                    with has_news:
                        seen.append(response.event.event_id)
                        has_news.notify()
            except grpc.RpcError:
                pass

        follower = threading.Thread(target=follow)
        follower.start()
        # It follows from some moment on: what is sent until then is not seen.
        stack.eventually(lambda: set(self.send()) & set(seen))
        ids = self.send(count=3)
        with has_news:
            self.assertTrue(has_news.wait_for(lambda: set(ids) <= set(seen), timeout=10))
        self.assertTrue(watch.is_active())
        watch.cancel()
        follower.join(timeout=10)
        self.assertEqual(watch.code(), Code.CANCELLED)
        self.send()

    def test_following_ends_at_its_deadline(self):
        start = time.monotonic()
        watch = self.sandbox.WatchReceivedEvents(sandbox_pb2.WatchReceivedEventsRequest(platform=META), timeout=0.5)
        with self.assertRaises(grpc.RpcError) as caught:
            for _ in watch:
                pass
        self.assertEqual(caught.exception.code(), Code.DEADLINE_EXCEEDED)
        self.assertLess(time.monotonic() - start, 5)

    def test_wrong_fields_are_named(self):
        listing, totals = sandbox_pb2.ListReceivedEventsRequest, sandbox_pb2.GetReceivedTotalsRequest
        for field, call, request in (
            ("fault.platform", self.sandbox.SetFault, sandbox_pb2.SetFaultRequest(fault=sandbox_pb2.Fault(kind=1))),
            ("fault.kind", self.sandbox.SetFault, sandbox_pb2.SetFaultRequest(fault=sandbox_pb2.Fault(platform=META))),
            ("platform", self.sandbox.GetReceivedTotals, totals()),
            ("page_size", self.sandbox.ListReceivedEvents, listing(page_size=-1)),
            ("page_token", self.sandbox.ListReceivedEvents, listing(page_token="x")),
        ):
            with self.subTest(field):
                self.assert_violates(self.refused(Code.INVALID_ARGUMENT, call, request), field)


if __name__ == "__main__":
    unittest.main()
