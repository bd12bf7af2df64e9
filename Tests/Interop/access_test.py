"""Every method of every service lets in whom its contract names, and nobody else."""

import base64
import unittest

import grpc

import contracts
from service_case import ServiceCase

Code = grpc.StatusCode
# A permission that another needs is of no use.
OTHER_SCOPE = {"events:write": "deliveries:read"}


class AccessTest(ServiceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tenant = cls.stack.make_tenant()
        cls.methods = list(contracts.methods())

    def refuses(self, code, method, token=None):
        """The error of the method for a caller that it must not let in."""
        return self.refused(code, lambda **_: method.call(self.stack.channel(method.server), token))

    def each(self, *rules):
        """The methods with one of these rules, and a sub-test for each."""
        return [(method, self.subTest(str(method))) for method in self.methods if method.rule in rules]

    def test_every_method_says_who_may_call_it(self):
        self.assertGreaterEqual(len(self.methods), 25)
        self.assertEqual([str(method) for method in self.methods if method.rule is None], [])

    def test_a_call_without_a_token_is_unauthenticated(self):
        for method, test in self.each("signed_in", "permission", "staff", "services"):
            with test:
                self.assert_reason(self.refuses(Code.UNAUTHENTICATED, method), "TOKEN_MISSING")

    def test_a_token_that_is_none_is_unauthenticated(self):
        header, claims, signature = self.tenant.token.removeprefix("Bearer ").split(".")
        no_algorithm = base64.urlsafe_b64encode(b'{"alg":"none","typ":"at+jwt","kid":"x"}').decode().rstrip("=")
        tokens = ["Bearer nonsense", "Basic eDp5", f"Bearer {header}.{claims}.{signature[::-1]}", f"Bearer {no_algorithm}.{claims}."]
        for method, test in self.each("signed_in", "permission", "staff", "services"):
            with test:
                for token in tokens:
                    self.refuses(Code.UNAUTHENTICATED, method, token)

    def test_a_key_without_the_permission_is_denied(self):
        tokens = {scope: self.tenant.token_with(scope) for scope in ("events:write", "deliveries:read")}
        for method, test in self.each("permission"):
            with test:
                token = tokens[OTHER_SCOPE.get(method.access.permission, "events:write")]
                self.assert_reason(self.refuses(Code.PERMISSION_DENIED, method, token), "PERMISSION_MISSING")

    def test_a_tenants_key_is_no_operator(self):
        for method, test in self.each("staff"):
            with test:
                self.assert_reason(self.refuses(Code.PERMISSION_DENIED, method, self.tenant.token), "STAFF_ONLY")

    def test_a_service_only_method_denies_tenants_operators_and_other_services(self):
        for method, test in self.each("services"):
            with test:
                others = [name for name in ("identity", "integrations", "events") if name not in method.access.services.names]
                for token in [self.tenant.token, self.stack.staff] + [self.stack.service_token(name) for name in others]:
                    self.assert_reason(self.refuses(Code.PERMISSION_DENIED, method, token), "SERVICE_ONLY")

    def test_a_service_cannot_sign_in_another_ones_name(self):
        key = self.stack.service_token("identity").split(".")
        for method, test in self.each("services"):
            with test:
                claims = self.stack.service_token(method.access.services.names[0]).split(".")[1]
                self.refuses(Code.UNAUTHENTICATED, method, f"{key[0]}.{claims}.{key[2]}")

    def test_a_permission_is_not_enough_without_a_tenant(self):
        for method, test in self.each("permission"):
            with test:
                self.refuses(Code.PERMISSION_DENIED, method, self.stack.staff)


if __name__ == "__main__":
    unittest.main()
