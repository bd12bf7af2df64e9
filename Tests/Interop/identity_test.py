"""stratum-identity: tenants, API keys and access tokens, as a Python client sees them."""

import time
import unittest
import uuid

import grpc

from service_case import ServiceCase
from stratum.identity.v1 import api_key_pb2, api_key_pb2_grpc, tenant_pb2, tenant_pb2_grpc, token_pb2, token_pb2_grpc

Code = grpc.StatusCode


class IdentityTest(ServiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        channel = cls.stack.channel("identity")
        cls.tenants = tenant_pb2_grpc.TenantServiceStub(channel)
        cls.keys = api_key_pb2_grpc.APIKeyServiceStub(channel)
        cls.tokens = token_pb2_grpc.TokenServiceStub(channel)
        cls.staff = cls.stack.as_staff()
        cls.tenant = cls.stack.make_tenant(currency="SEK")


class TenantServiceTest(IdentityTest):
    def test_a_tenant_is_made_once(self):
        request = tenant_pb2.CreateTenantRequest(slug="t-" + uuid.uuid4().hex[:8], display_name="Åsa & Søn", currency="DKK")
        tenant = self.tenants.CreateTenant(request, metadata=self.staff, timeout=10).tenant
        self.assertEqual((tenant.slug, tenant.display_name, tenant.currency), (request.slug, "Åsa & Søn", "DKK"))
        self.assertEqual(uuid.UUID(tenant.id).version, 7)
        self.assertAlmostEqual(tenant.created_at.ToSeconds(), time.time(), delta=60)
        error = self.refused(Code.ALREADY_EXISTS, self.tenants.CreateTenant, request, metadata=self.staff)
        self.assert_reason(error, "TENANT_SLUG_TAKEN")

    def test_every_wrong_field_of_a_tenant_is_named(self):
        request = tenant_pb2.CreateTenantRequest(slug="No Slug", display_name=" ", currency="XYZ")
        error = self.refused(Code.INVALID_ARGUMENT, self.tenants.CreateTenant, request, metadata=self.staff)
        for field in ("slug", "display_name", "currency"):
            self.assert_violates(error, field)

    def test_tenants_are_listed_by_slug_a_page_at_a_time(self):
        for _ in range(2):
            self.stack.make_tenant()
        slugs, token = [], ""
        while True:
            request = tenant_pb2.ListTenantsRequest(page_size=2, page_token=token)
            page = self.tenants.ListTenants(request, metadata=self.staff, timeout=10)
            self.assertLessEqual(len(page.tenants), 2)
            slugs += [tenant.slug for tenant in page.tenants]
            token = page.next_page_token
            if not token:
                break
        self.assertIn(self.tenant.slug, slugs)
        self.assertEqual(slugs, sorted(set(slugs)))

    def test_a_list_refuses_sizes_and_tokens_that_it_does_not_know(self):
        for field, request in (
            ("page_size", tenant_pb2.ListTenantsRequest(page_size=-1)),
            ("page_token", tenant_pb2.ListTenantsRequest(page_token="bm9uc2Vuc2U")),
        ):
            self.assert_violates(self.refused(Code.INVALID_ARGUMENT, self.tenants.ListTenants, request, metadata=self.staff), field)

    def test_a_key_sees_its_own_tenant(self):
        tenant = self.tenants.GetOwnTenant(tenant_pb2.GetOwnTenantRequest(), metadata=self.tenant.auth, timeout=10).tenant
        self.assertEqual((tenant.id, tenant.currency), (self.tenant.id, "SEK"))

    def test_an_operator_makes_keys_for_tenants_that_are_there(self):
        request = tenant_pb2.IssueAPIKeyRequest(tenant_slug=self.tenant.slug, display_name="loader", scopes=["events:write"])
        response = self.tenants.IssueAPIKey(request, metadata=self.staff, timeout=10)
        self.assertTrue(response.secret.startswith(response.api_key.prefix))
        self.assertEqual(list(response.api_key.scopes), ["events:write"])
        request.tenant_slug = "nobody-has-this"
        self.assert_reason(self.refused(Code.NOT_FOUND, self.tenants.IssueAPIKey, request, metadata=self.staff), "TENANT_UNKNOWN")
        request = tenant_pb2.IssueAPIKeyRequest(tenant_slug=self.tenant.slug, scopes=["everything:do"])
        error = self.refused(Code.INVALID_ARGUMENT, self.tenants.IssueAPIKey, request, metadata=self.staff)
        for field in ("display_name", "scopes[0]"):
            self.assert_violates(error, field)


class APIKeyServiceTest(IdentityTest):
    def make(self, *scopes, auth=None):
        request = api_key_pb2.CreateAPIKeyRequest(display_name="made by a test", scopes=scopes)
        return self.keys.CreateAPIKey(request, metadata=auth or self.tenant.auth, timeout=10)

    def test_a_key_works_until_it_is_revoked(self):
        made = self.make("deliveries:read")
        self.stack.exchange(made.secret)
        request = api_key_pb2.RevokeAPIKeyRequest(id=made.api_key.id)
        revoked = self.keys.RevokeAPIKey(request, metadata=self.tenant.auth, timeout=10).api_key
        self.assertTrue(revoked.HasField("revoked_at"))
        again = self.keys.RevokeAPIKey(request, metadata=self.tenant.auth, timeout=10).api_key
        self.assertEqual(again.revoked_at, revoked.revoked_at)
        request = token_pb2.ExchangeAPIKeyRequest(api_key=made.secret)
        self.assert_reason(self.refused(Code.UNAUTHENTICATED, self.tokens.ExchangeAPIKey, request), "API_KEY_INVALID")

    def test_a_key_gives_no_more_than_it_has(self):
        auth = [("authorization", self.tenant.token_with("api_keys:manage", "deliveries:read"))]
        self.make("deliveries:read", auth=auth)
        request = api_key_pb2.CreateAPIKeyRequest(display_name="more", scopes=["events:write"])
        error = self.refused(Code.PERMISSION_DENIED, self.keys.CreateAPIKey, request, metadata=auth)
        self.assert_reason(error, "SCOPES_NOT_HELD")

    def test_a_key_without_name_or_scopes_is_refused(self):
        request = api_key_pb2.CreateAPIKeyRequest(display_name="x" * 201)
        error = self.refused(Code.INVALID_ARGUMENT, self.keys.CreateAPIKey, request, metadata=self.tenant.auth)
        for field in ("display_name", "scopes"):
            self.assert_violates(error, field)

    def test_keys_are_listed_newest_first_without_their_secrets(self):
        made = [self.make("events:write") for _ in range(3)]
        request = api_key_pb2.ListAPIKeysRequest(page_size=2)
        first = self.keys.ListAPIKeys(request, metadata=self.tenant.auth, timeout=10)
        self.assertEqual([key.id for key in first.api_keys], [made[2].api_key.id, made[1].api_key.id])
        request.page_token = first.next_page_token
        second = self.keys.ListAPIKeys(request, metadata=self.tenant.auth, timeout=10)
        self.assertEqual(second.api_keys[0].id, made[0].api_key.id)
        for key in made:
            self.assertNotIn(key.secret.encode(), first.SerializeToString() + second.SerializeToString())
        request.page_token = "made up"
        self.assert_violates(self.refused(Code.INVALID_ARGUMENT, self.keys.ListAPIKeys, request, metadata=self.tenant.auth), "page_token")

    def test_another_tenants_key_is_not_there(self):
        made = self.make("events:write")
        other = self.stack.make_tenant()
        request = api_key_pb2.RevokeAPIKeyRequest(id=made.api_key.id)
        self.assert_reason(self.refused(Code.NOT_FOUND, self.keys.RevokeAPIKey, request, metadata=other.auth), "API_KEY_UNKNOWN")
        request = api_key_pb2.RevokeAPIKeyRequest(id="no id")
        self.assert_violates(self.refused(Code.INVALID_ARGUMENT, self.keys.RevokeAPIKey, request, metadata=self.tenant.auth), "id")


class TokenServiceTest(IdentityTest):
    def test_keys_are_exchanged_for_tokens_that_end_soon(self):
        response = self.tokens.ExchangeAPIKey(token_pb2.ExchangeAPIKeyRequest(api_key=self.tenant.key), timeout=10)
        self.assertEqual(len(response.access_token.split(".")), 3)
        self.assertTrue(0 < response.expires_at.ToSeconds() - time.time() <= 3600)

    def test_what_is_no_key_is_refused_without_saying_why(self):
        sentences = set()
        for key in ("", "nonsense", self.tenant.key[:-1] + ("A" if self.tenant.key[-1] != "A" else "B"), "\U0001f600" * 50):
            error = self.refused(Code.UNAUTHENTICATED, self.tokens.ExchangeAPIKey, token_pb2.ExchangeAPIKeyRequest(api_key=key))
            self.assert_reason(error, "API_KEY_INVALID")
            sentences.add(error.details())
        self.assertEqual(len(sentences), 1)

    def test_the_operator_key_is_exchanged_and_no_other(self):
        request = token_pb2.ExchangeOperatorKeyRequest(operator_key=self.stack.secret("operator.key"))
        self.assertTrue(self.tokens.ExchangeOperatorKey(request, timeout=10).access_token)
        request.operator_key += "x"
        self.assert_reason(self.refused(Code.UNAUTHENTICATED, self.tokens.ExchangeOperatorKey, request), "OPERATOR_KEY_INVALID")

    def test_signing_keys_are_public(self):
        keys = self.tokens.ListSigningKeys(token_pb2.ListSigningKeysRequest(), timeout=10).signing_keys
        self.assertTrue(keys)
        for key in keys:
            self.assertEqual(len(key.public_key), 32)


if __name__ == "__main__":
    unittest.main()
