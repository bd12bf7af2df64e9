"""stratum-events: taking events and showing their deliveries, as a Python client sees them."""

import time
import unittest
import uuid

import grpc
from google.protobuf import timestamp_pb2

import stack
from service_case import ServiceCase
from stratum.advertising.v1 import platform_pb2
from stratum.events.v1 import (
    conversion_event_pb2, delivery_pb2, delivery_pb2_grpc, destination_pb2, destination_pb2_grpc, events_pb2, events_pb2_grpc,
)
from stratum.sandbox.v1 import sandbox_pb2, sandbox_pb2_grpc

Code = grpc.StatusCode
META = platform_pb2.PLATFORM_META
ACCEPTED, DUPLICATE, REFUSED = (
    events_pb2.INGEST_OUTCOME_ACCEPTED, events_pb2.INGEST_OUTCOME_DUPLICATE, events_pb2.INGEST_OUTCOME_REFUSED,
)


def at(seconds_from_now):
    return timestamp_pb2.Timestamp(seconds=int(time.time()) + seconds_from_now)


def purchase(**fields):
    """A good event, but for what is said otherwise. A field that is None is left out."""
    user = conversion_event_pb2.UserData(email="customer@example.com", external_id="17850", country="GB")
    values = dict(event_id=uuid.uuid4().hex, event_name="purchase", value=99.99, currency="GBP", user_data=user)
    values.update(fields)
    return conversion_event_pb2.ConversionEvent(**{name: value for name, value in values.items() if value is not None})


class EventsTest(ServiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        channel = cls.stack.channel("events")
        cls.events = events_pb2_grpc.EventsServiceStub(channel)
        cls.deliveries = delivery_pb2_grpc.DeliveryServiceStub(channel)
        cls.destinations = destination_pb2_grpc.DestinationServiceStub(channel)
        cls.sandbox = sandbox_pb2_grpc.SandboxServiceStub(cls.stack.channel("sandbox"))
        cls.tenant = cls.stack.make_tenant().connect()

    def ingest(self, *events, tenant=None):
        request = events_pb2.IngestEventsRequest(events=events)
        response = self.events.IngestEvents(request, metadata=(tenant or self.tenant).auth, timeout=10)
        self.assertEqual(len(response.results), len(events))
        return list(response.results)

    def list(self, **filters):
        request = delivery_pb2.ListDeliveriesRequest(**filters)
        return self.deliveries.ListDeliveries(request, metadata=self.tenant.auth, timeout=10)

    def settled(self, event_id):
        """The delivery of an event, once it waits no longer."""
        def settled():
            found = list(self.list(event_id=event_id).deliveries)
            return found[0] if found and found[0].status != delivery_pb2.DELIVERY_STATUS_PENDING else None
        return stack.eventually(settled)


class EventsServiceTest(EventsTest):
    def test_an_event_is_accepted_once_and_delivered_once(self):
        event = purchase()
        self.assertEqual([result.outcome for result in self.ingest(event)], [ACCEPTED])
        self.assertEqual([result.outcome for result in self.ingest(event)], [DUPLICATE])
        self.settled(event.event_id)
        request = sandbox_pb2.ListReceivedEventsRequest(platform=META, event_id=event.event_id)
        received = self.sandbox.ListReceivedEvents(request, timeout=10).events
        self.assertEqual([item.event_name for item in received], ["Purchase"])
        self.assertNotIn("customer@example.com", received[0].body)

    def test_an_event_without_an_id_gets_one(self):
        (result,) = self.ingest(purchase(event_id=None))
        self.assertEqual(result.outcome, ACCEPTED)
        self.assertEqual(self.settled(result.event_id).status, delivery_pb2.DELIVERY_STATUS_DELIVERED)

    def test_the_same_key_with_another_value_is_a_conflict(self):
        event = purchase()
        self.ingest(event)
        event.event_time.CopyFrom(at(-60))
        self.assertEqual(self.ingest(event)[0].outcome, DUPLICATE)
        event.value = 100
        (result,) = self.ingest(event)
        self.assertEqual(result.outcome, REFUSED)
        self.assertEqual([violation.reason for violation in result.violations], ["EVENT_CONFLICT"])

    def test_a_bad_event_is_refused_by_itself_with_field_and_reason(self):
        user = conversion_event_pb2.UserData
        big = conversion_event_pb2.ConversionEvent()
        big.custom_data["notes"] = "x" * (2 << 20)
        cases = [
            (purchase(user_data=user()), "user_data", "MISSING"),
            (purchase(user_data=None), "user_data", "MISSING"),
            (purchase(currency="ZZZ"), "currency", "UNKNOWN_CURRENCY"),
            (purchase(value=-1), "value", "OUT_OF_RANGE"),
            (purchase(value=float("nan")), "value", "MALFORMED"),
            (purchase(event_time=at(3600)), "event_time", "TIME_IN_FUTURE"),
            (purchase(event_time=at(-400 * 86400)), "event_time", "EVENT_TOO_OLD"),
            (purchase(user_data=user(email="no address")), "user_data.email", "MALFORMED"),
            (purchase(custom_data=big.custom_data), "custom_data", "CUSTOM_DATA_TOO_LARGE"),
            (purchase(event_name=None), "event_name", "MISSING"),
        ]
        good = [purchase(), purchase()]
        results = self.ingest(good[0], *[event for event, _, _ in cases], good[1])
        self.assertEqual((results[0].outcome, results[-1].outcome), (ACCEPTED, ACCEPTED))
        for result, (event, field, reason) in zip(results[1:], cases):
            with self.subTest(field=field, reason=reason):
                self.assertEqual((result.outcome, result.event_id), (REFUSED, event.event_id))
                self.assertIn((field, reason), [(violation.field, violation.reason) for violation in result.violations])
                self.assertNotIn("no address", str(result.violations))

    def test_a_refused_event_does_not_use_up_its_key(self):
        event = purchase(event_time=at(-400 * 86400))
        self.assertEqual(self.ingest(event)[0].outcome, REFUSED)
        event.ClearField("event_time")
        self.assertEqual(self.ingest(event)[0].outcome, ACCEPTED)

    def test_a_call_holds_1_to_1000_events(self):
        for events in ([], [purchase()] * 1001):
            request = events_pb2.IngestEventsRequest(events=events)
            error = self.refused(Code.INVALID_ARGUMENT, self.events.IngestEvents, request, metadata=self.tenant.auth)
            self.assert_violates(error, "events")
        self.assertEqual({result.outcome for result in self.ingest(*[purchase() for _ in range(1000)])}, {ACCEPTED})

    def test_a_call_that_is_longer_than_any_may_be_is_refused_and_the_connection_lives_on(self):
        event = purchase()
        event.custom_data["notes"] = "x" * (5 << 20)
        request = events_pb2.IngestEventsRequest(events=[event])
        self.refused(Code.RESOURCE_EXHAUSTED, self.events.IngestEvents, request, metadata=self.tenant.auth)
        self.assertEqual(self.ingest(purchase())[0].outcome, ACCEPTED)

    def test_a_call_whose_time_is_up_ends_and_the_same_call_again_is_safe(self):
        event = purchase()
        request = events_pb2.IngestEventsRequest(events=[event])
        self.refused(Code.DEADLINE_EXCEEDED, self.events.IngestEvents, request, metadata=self.tenant.auth, timeout=0.0005)
        self.assertIn(self.ingest(event)[0].outcome, (ACCEPTED, DUPLICATE))


class DeliveryServiceTest(EventsTest):
    def test_a_delivery_is_shown_stage_by_stage(self):
        event = purchase()
        self.ingest(event)
        delivery = self.settled(event.event_id)
        self.assertEqual((delivery.status, delivery.platform, delivery.attempts), (delivery_pb2.DELIVERY_STATUS_DELIVERED, META, 1))
        request = delivery_pb2.GetDeliveryRequest(id=delivery.id)
        shown = self.deliveries.GetDelivery(request, metadata=self.tenant.auth, timeout=10)
        self.assertEqual(shown.delivery, delivery)
        stages = [record.stage for record in shown.stages]
        self.assertEqual(stages, sorted(stages))
        self.assertEqual((stages[0], stages[-1]), (delivery_pb2.DELIVERY_STAGE_DEDUPE, delivery_pb2.DELIVERY_STAGE_LOG))
        self.assertEqual([(attempt.number, attempt.http_status) for attempt in shown.attempts], [(1, 200)])
        self.assertTrue(shown.attempts[0].masked_request.startswith("{"))
        self.assertNotIn("customer@example.com", str(shown))

    def test_an_event_without_enough_about_the_person_is_rejected_before_sending(self):
        event = purchase(user_data=conversion_event_pb2.UserData(country="GB"))
        self.assertEqual(self.ingest(event)[0].outcome, ACCEPTED)
        delivery = self.settled(event.event_id)
        self.assertEqual((delivery.status, delivery.attempts), (delivery_pb2.DELIVERY_STATUS_REJECTED, 0))
        self.assertIn("customer information", delivery.reason)

    def test_a_list_goes_on_where_it_ended(self):
        events = [purchase() for _ in range(5)]
        start = at(-1)
        self.ingest(*events)
        for event in events:
            self.settled(event.event_id)
        seen, token = [], ""
        while True:
            page = self.list(platform=META, accepted_after=start, page_size=2, page_token=token)
            seen += [delivery.id for delivery in page.deliveries]
            token = page.next_page_token
            if not token:
                break
        self.assertEqual(len(seen), len(set(seen)))
        wanted = {self.settled(event.event_id).id for event in events}
        self.assertLessEqual(wanted, set(seen))

    def test_a_list_refuses_what_it_does_not_know(self):
        for field, filters in (
            ("page_size", dict(page_size=-1)), ("page_token", dict(page_token="made up")),
            ("platform", dict(platform=99)), ("status", dict(status=99)),
        ):
            with self.subTest(field), self.assertRaises(grpc.RpcError) as caught:
                self.list(**filters)
            self.assert_violates(caught.exception, field)

    def test_another_tenants_delivery_is_not_there(self):
        event = purchase()
        self.ingest(event)
        delivery = self.settled(event.event_id)
        other = self.stack.make_tenant()
        for call, kind in (
            (self.deliveries.GetDelivery, delivery_pb2.GetDeliveryRequest),
            (self.deliveries.ReplayDelivery, delivery_pb2.ReplayDeliveryRequest),
        ):
            self.assert_reason(self.refused(Code.NOT_FOUND, call, kind(id=delivery.id), metadata=other.auth), "DELIVERY_UNKNOWN")
            self.refused(Code.NOT_FOUND, call, kind(id="made up"), metadata=other.auth)

    def test_a_dead_delivery_is_tried_again_under_the_same_id_and_body(self):
        event = purchase()
        self.ingest(event)
        delivery = self.settled(event.event_id)
        request = delivery_pb2.ReplayDeliveryRequest(id=delivery.id)
        error = self.refused(Code.FAILED_PRECONDITION, self.deliveries.ReplayDelivery, request, metadata=self.tenant.auth)
        self.assert_reason(error, "NOT_REPLAYABLE")
        # What days of a platform's absence would have made of it.
        self.stack.sql(
            "UPDATE events.settled_deliveries SET status = 'dead' WHERE event_row_id = "
            f"(SELECT event_row_id FROM events.dedupe_keys WHERE tenant_id = '{self.tenant.id}' AND event_id = '{event.event_id}')")
        replayed = self.deliveries.ReplayDelivery(request, metadata=self.tenant.auth, timeout=10).delivery
        self.assertEqual((replayed.id, replayed.status), (delivery.id, delivery_pb2.DELIVERY_STATUS_PENDING))
        self.assertEqual(self.settled(event.event_id).status, delivery_pb2.DELIVERY_STATUS_DELIVERED)
        listing = sandbox_pb2.ListReceivedEventsRequest(platform=META, event_id=event.event_id)
        received = self.sandbox.ListReceivedEvents(listing, timeout=10).events
        self.assertEqual([item.is_counted for item in received], [True, False])
        self.assertEqual(len({item.body_sha256 for item in received}), 1)


class DestinationServiceTest(EventsTest):
    def apply(self, **fields):
        destination = destination_pb2.Destination(**fields)
        request = destination_pb2.ApplyDestinationsRequest(destinations=[destination])
        self.destinations.ApplyDestinations(request, metadata=self.stack.as_service("integrations"), timeout=10)

    def known(self, tenant):
        return self.stack.sql(f"SELECT version, is_enabled FROM events.destinations WHERE tenant_id = '{tenant.id}'")

    def test_the_highest_version_wins_in_any_order(self):
        tenant = self.stack.make_tenant()
        fields = dict(tenant_id=tenant.id, platform=META, pixel_id="1")
        for version, is_enabled, expected in ((2, True, "2|t"), (1, False, "2|t"), (2, True, "2|t"), (3, False, "3|f")):
            self.apply(version=version, is_enabled=is_enabled, **fields)
            self.assertEqual(self.known(tenant), expected)
        self.ingest(purchase(), tenant=tenant)
        self.assertEqual(self.stack.sql(f"SELECT count(*) FROM events.pending_deliveries WHERE tenant_id = '{tenant.id}'"), "0")

    def test_wrong_fields_are_named(self):
        for field, values in (
            ("destinations[0].tenant_id", dict(tenant_id="x", platform=META)),
            ("destinations[0].platform", dict(tenant_id=self.tenant.id)),
        ):
            with self.subTest(field), self.assertRaises(grpc.RpcError) as caught:
                self.apply(**values)
            self.assert_violates(caught.exception, field)


if __name__ == "__main__":
    unittest.main()
