"""Meta's own SDK speaks to the sandbox's Meta: what the SDK makes must be taken, and the errors must be those that the SDK can read.

Usage: judge.py BASE_URL. Prints one line and ends with 0 when all is well.
"""

import sys
import time

from facebook_business.session import FacebookSession

FacebookSession.GRAPH = sys.argv[1]

from facebook_business.adobjects.adspixel import AdsPixel
from facebook_business.adobjects.serverside.action_source import ActionSource
from facebook_business.adobjects.serverside.content import Content
from facebook_business.adobjects.serverside.custom_data import CustomData
from facebook_business.adobjects.serverside.event import Event
from facebook_business.adobjects.serverside.event_request import EventRequest
from facebook_business.adobjects.serverside.user_data import UserData
from facebook_business.api import FacebookAdsApi
from facebook_business.exceptions import FacebookRequestError

PIXEL = "847219573920518"
NOW = int(time.time())


def sign_in(token, version="v25.0"):
    FacebookAdsApi.init(access_token=token, api_version=version, crash_log=False)


def event(number, **changes):
    fields = dict(
        event_name="Purchase",
        event_time=NOW,
        event_id=f"judge-{number}",
        event_source_url="https://shop.example/thanks",
        action_source=ActionSource.WEBSITE,
        opt_out=False,
        user_data=UserData(
            email=" User@Test.com ", phone="+44 20 7946 0958", first_name="Ann", last_name="O'Neill", city="London", zip_code="N1 9GU",
            country_code="gb", date_of_birth="19900102", external_id="17850", client_ip_address="203.0.113.7",
            client_user_agent="Mozilla/5.0", fbc="fb.1.1554763741205.AbCdEf", fbp="fb.1.1596403881668.1116446470"),
        custom_data=CustomData(
            value=12.5, currency="GBP", content_type="product", order_id="7", num_items=2, custom_properties={"tier": "gold"},
            contents=[Content(product_id="85123A", quantity=2, item_price=6.25)]))
    fields.update(changes)
    return Event(**fields)


def send(events):
    return EventRequest(pixel_id=PIXEL, events=events, partner_agent="stratum-test").execute()


def refused(action):
    try:
        action()
    except FacebookRequestError as error:
        return (error.http_status(), error.api_error_code(), error.api_error_subcode(), error.api_transient_error())
    raise SystemExit("a request that must be refused was taken")


def expect(name, seen, wanted):
    if seen != wanted:
        raise SystemExit(f"{name}: {seen!r} where {wanted!r} was expected")


sign_in("EAABsandboxDemoToken")
expect("events", send([event(number) for number in range(1000)]).events_received, 1000)
expect("a shop's event", send([event("s", action_source=ActionSource.PHYSICAL_STORE, event_time=NOW - 30 * 86400)]).events_received, 1)
expect("a custom event", send([event("c", event_name="Refund", custom_data=None)]).events_received, 1)
pixel = AdsPixel(PIXEL).api_get(fields=["id", "name"])
expect("the pixel", (pixel["id"], pixel["name"]), (PIXEL, "Summer Sale Pixel"))
expect("an old event", refused(lambda: send([event(1), event(2, event_time=NOW - 8 * 86400)])), (400, 100, 2804003, False))
expect("no person", refused(lambda: send([event(1, user_data=UserData(client_user_agent="x"))]))[:2], (400, 100))
expect("no currency", refused(lambda: send([event(1, custom_data=CustomData(value=1))]))[:2], (400, 100))
expect("too many events", refused(lambda: send([event(number) for number in range(1001)]))[:2], (400, 100))
expect("another pixel", refused(lambda: AdsPixel("1").api_get(fields=["id"])), (400, 100, 33, False))
sign_in("EAABsandboxExpiredToken")
expect("an expired token", refused(lambda: send([event(1)])), (400, 190, 463, False))
sign_in("EAABsandboxDemoToken", "v19.0")
expect("a retired version", refused(lambda: send([event(1)]))[:2], (400, 2635))
print("Meta's SDK and the sandbox agree")
