"""Programs of others against our servers: buf's client with reflection, and h2load."""

import json
import re
import subprocess
import tempfile
import unittest

import contracts
from service_case import ServiceCase


def run(*words):
    return subprocess.run(words, capture_output=True, text=True, timeout=120)


class BufCurlTest(ServiceCase):
    def curl(self, server, path, *options, succeeds=True):
        url = f"http://{self.stack.facts[server]}{path}"
        result = run("buf", "curl", "--protocol", "grpc", "--http2-prior-knowledge", *options, url)
        self.assertEqual(result.returncode == 0, succeeds, result.stdout + result.stderr)
        return result.stdout if succeeds else result.stderr

    def test_it_lists_services_and_methods_by_both_versions_of_reflection(self):
        for server, modules in contracts.FILES.items():
            services = [service for module in modules for service in module.DESCRIPTOR.services_by_name.values()]
            for version in ("grpc-v1", "grpc-v1alpha"):
                with self.subTest(server=server, version=version):
                    listed = self.curl(server, "", "--reflect-protocol", version, "--list-services").split()
                    self.assertLessEqual({service.full_name for service in services}, set(listed))
                    methods = self.curl(server, "", "--reflect-protocol", version, "--list-methods").split()
                    wanted = {f"{service.full_name}/{method.name}" for service in services for method in service.methods}
                    self.assertLessEqual(wanted, set(methods))

    def test_it_checks_health(self):
        for server in contracts.FILES:
            with self.subTest(server):
                answer = json.loads(self.curl(server, "/grpc.health.v1.Health/Check", "-d", '{"service": ""}'))
                self.assertEqual(answer, {"status": "SERVING"})

    def test_it_calls_with_a_token(self):
        tenant = self.stack.make_tenant()
        path = "/stratum.identity.v1.TenantService/GetOwnTenant"
        answer = json.loads(self.curl("identity", path, "-H", f"authorization: {tenant.token}", "-d", "{}"))
        self.assertEqual(answer["tenant"]["id"], tenant.id)
        refusal = json.loads(self.curl("identity", path, "-d", "{}", succeeds=False))
        self.assertEqual(refusal["code"], "unauthenticated")
        self.assertIn("google.rpc.ErrorInfo", [detail["type"] for detail in refusal["details"]])

    def test_it_sends_an_event_as_json(self):
        tenant = self.stack.make_tenant()
        event = {"eventName": "lead", "userData": {"email": "customer@example.com"}, "value": 1.5, "customData": {"plan": ["a", 1, None]}}
        answer = json.loads(
            self.curl(
                "events", "/stratum.events.v1.EventsService/IngestEvents", "-H", f"authorization: {tenant.token}",
                "-d", json.dumps({"events": [event]})))
        self.assertEqual([result["outcome"] for result in answer["results"]], ["INGEST_OUTCOME_ACCEPTED"])


class H2loadTest(ServiceCase):
    CALLS = 20_000

    def test_every_call_of_h2load_is_answered(self):
        for server in contracts.FILES:
            with self.subTest(server), tempfile.NamedTemporaryFile() as body:
                # One gRPC message of no bytes: HealthCheckRequest for the whole server.
                body.write(b"\0\0\0\0\0")
                body.flush()
                result = run(
                    "h2load", "-n", str(self.CALLS), "-c", "8", "-m", "32", "-t", "1", "-d", body.name,
                    "-H", "content-type: application/grpc", "-H", "te: trailers",
                    f"http://{self.stack.facts[server]}/grpc.health.v1.Health/Check")
                self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
                status = re.search(r"status codes: (\d+) 2xx, (\d+) 3xx, (\d+) 4xx, (\d+) 5xx", result.stdout)
                self.assertEqual([int(number) for number in status.groups()], [self.CALLS, 0, 0, 0], result.stdout)
                self.assertIn(f"{self.CALLS} succeeded, 0 failed, 0 errored, 0 timeout", result.stdout)


if __name__ == "__main__":
    unittest.main()
