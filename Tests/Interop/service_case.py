"""What the tests of every service have in common."""

import unittest

import grpc

import stack
from google.rpc import error_details_pb2, status_pb2


class ServiceCase(unittest.TestCase):
    """A test case with the run's stack, and questions about refused calls."""

    @classmethod
    def setUpClass(cls):
        cls.stack = stack.shared()

    def refused(self, code, call, *arguments, **options):
        """The error of a call that must be refused with this code."""
        options.setdefault("timeout", 10)
        with self.assertRaises(grpc.RpcError) as caught:
            result = call(*arguments, **options)
            if hasattr(result, "__next__"):
                next(result)
        self.assertEqual(caught.exception.code(), code, caught.exception.details())
        return caught.exception

    def assert_violates(self, error, field):
        """The error names a wrong field in its google.rpc.BadRequest."""
        self.assertEqual(error.code(), grpc.StatusCode.INVALID_ARGUMENT)
        fields = [item.field for detail in details(error, error_details_pb2.BadRequest) for item in detail.field_violations]
        self.assertIn(field, fields, error.details())

    def assert_reason(self, error, reason):
        """The error's google.rpc.ErrorInfo has this reason."""
        infos = details(error, error_details_pb2.ErrorInfo)
        self.assertEqual([(info.reason, info.domain) for info in infos], [(reason, "stratum")], error.details())

    def assert_retry(self, error):
        """The error says after which time to come back."""
        retries = details(error, error_details_pb2.RetryInfo)
        self.assertTrue(retries and retries[0].retry_delay.ToMilliseconds() > 0, error.details())


def details(error, kind):
    """The details of one kind in the error's grpc-status-details-bin, whose code and message must be the call's own."""
    found = []
    for name, value in error.trailing_metadata() or ():
        if name == "grpc-status-details-bin":
            status = status_pb2.Status.FromString(value)
            if (status.code, status.message) != (error.code().value[0], error.details()):
                raise AssertionError(f"grpc-status-details-bin says {status.code} {status.message}")
            for detail in status.details:
                message = kind()
                if detail.Unpack(message):
                    found.append(message)
    return found
