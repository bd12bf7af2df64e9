"""Compares Stratum's messages with Python's protobuf, over random messages of every field kind.

  compare.py generate SET COUNT SEED    prints COUNT lines: a message in hex, then its proto3 JSON in hex
  compare.py check SET FIRST SECOND     fails unless the lines of both files say the same messages, in both forms

SET is a FileDescriptorSet with stratum/testing/v1/every_field.proto and its imports.
"""

import json
import random
import struct
import sys

from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory
from google.protobuf.descriptor import FieldDescriptor as Field

NAME = "stratum.testing.v1.EveryField"


def load(path):
    with open(path, "rb") as file:
        files = descriptor_pb2.FileDescriptorSet.FromString(file.read())
    pool = descriptor_pool.DescriptorPool()
    for file in files.file:
        pool.Add(file)
    return pool, message_factory.GetMessageClass(pool.FindMessageTypeByName(NAME))


class Maker:
    """Makes random messages, edges of each type included."""

    def __init__(self, pool, seed):
        self.random = random.Random(seed)
        self.pool = pool

    def integer(self, low, high):
        edges = [low, high, 0, 1, max(low, -1), 127, 128, 16383, 16384, 300]
        return self.random.choice(edges) if self.random.random() < 0.5 else self.random.randint(low, high)

    def text(self):
        alphabet = ["a", "Z", "0", " ", "\"", "\\", "/", "\n", "\t", "\0", "\x01", "\x7f", "é", "ß", "漢", "\u2028", "😀", "\ufeff"]
        return "".join(self.random.choice(alphabet) for _ in range(self.random.choice([0, 1, 3, 15, 16, 40])))

    def real(self, is_float):
        edges = [0.0, -0.0, 1.0, -1.5, 0.1, 1e10, 123456789.0, 1e-7, float("inf"), float("-inf"), float("nan")]
        if not is_float:
            edges += [1.7976931348623157e308, 5e-324, 2.0**53 + 1]
        value = self.random.choice(edges) if self.random.random() < 0.6 else self.random.uniform(-1e6, 1e6)
        return struct.unpack("<f", struct.pack("<f", value))[0] if is_float else value

    def scalar(self, field):
        kind = field.type
        if kind in (Field.TYPE_INT32, Field.TYPE_SINT32, Field.TYPE_SFIXED32):
            return self.integer(-(2**31), 2**31 - 1)
        if kind in (Field.TYPE_INT64, Field.TYPE_SINT64, Field.TYPE_SFIXED64):
            return self.integer(-(2**63), 2**63 - 1)
        if kind in (Field.TYPE_UINT32, Field.TYPE_FIXED32):
            return self.integer(0, 2**32 - 1)
        if kind in (Field.TYPE_UINT64, Field.TYPE_FIXED64):
            return self.integer(0, 2**64 - 1)
        if kind in (Field.TYPE_FLOAT, Field.TYPE_DOUBLE):
            return self.real(kind == Field.TYPE_FLOAT)
        if kind == Field.TYPE_BOOL:
            return self.random.random() < 0.5
        if kind == Field.TYPE_STRING:
            return self.text()
        if kind == Field.TYPE_BYTES:
            return self.random.randbytes(self.random.choice([0, 1, 2, 3, 20]))
        known = [value.number for value in field.enum_type.values]
        if field.enum_type.full_name == "google.protobuf.NullValue":
            return 0
        return self.random.choice(known + [5, -1])

    def value(self, message, depth):
        kind = self.random.choice(["null", "number", "string", "bool", "struct", "list"] if depth > 0 else ["null", "number", "bool"])
        if kind == "null":
            message.null_value = 0
        elif kind == "number":
            message.number_value = self.random.choice([0.0, 1.5, -3.0, 1e100])
        elif kind == "string":
            message.string_value = self.text()
        elif kind == "bool":
            message.bool_value = self.random.random() < 0.5
        elif kind == "struct":
            self.structure(message.struct_value, depth - 1)
        else:
            self.list(message.list_value, depth - 1)

    def structure(self, message, depth):
        message.SetInParent()
        for _ in range(self.random.randint(0, 3)):
            self.value(message.fields[self.text()], depth)

    def list(self, message, depth):
        message.SetInParent()
        for _ in range(self.random.randint(0, 3)):
            self.value(message.values.add(), depth)

    def well_known(self, message, depth):
        name = message.DESCRIPTOR.name
        message.SetInParent()
        if name == "Timestamp":
            message.seconds = self.random.choice([0, 253402300799, -62135596800, -1, self.random.randint(-(10**10), 10**11)])
            message.nanos = self.random.choice([0, 999999999, 1, 500000000, 123456000])
        elif name == "Duration":
            sign = self.random.choice([-1, 1])
            message.seconds = sign * self.random.choice([0, 1, 315576000000 - 1, self.random.randint(0, 10**6)])
            message.nanos = sign * self.random.choice([0, 999999999, 1, 500000000, 123456000])
        elif name == "Struct":
            self.structure(message, 2)
        elif name == "Value":
            self.value(message, 2)
        elif name == "ListValue":
            self.list(message, 2)
        elif name == "FieldMask":
            message.paths.extend(self.random.sample(["a", "user_data.email", "b.c_d"], self.random.randint(0, 3)))
        elif name == "Any":
            choice = self.random.choice(["stratum.testing.v1.EveryField", "google.protobuf.Duration", "google.protobuf.Value", None])
            if choice is not None:
                inner = message_factory.GetMessageClass(self.pool.FindMessageTypeByName(choice))()
                self.fill(inner, depth - 1)
                message.type_url = "type.googleapis.com/" + choice
                message.value = inner.SerializeToString(deterministic=True)
        else:
            self.fields(message, depth)

    def fill(self, message, depth):
        if message.DESCRIPTOR.file.name.startswith("google/protobuf/"):
            self.well_known(message, depth)
        else:
            message.SetInParent()
            self.fields(message, depth)

    def fields(self, message, depth):
        share = self.random.choice([0.1, 0.3, 0.9])
        for field in message.DESCRIPTOR.fields:
            if self.random.random() > share or (field.message_type is not None and depth <= 0 and not self.is_map(field)):
                continue
            if self.is_map(field):
                self.map(message, field, depth)
            elif field.is_repeated:
                values = getattr(message, field.name)
                for _ in range(self.random.randint(0, 4)):
                    if field.message_type is not None:
                        self.fill(values.add(), depth - 1)
                    else:
                        values.append(self.scalar(field))
            elif field.message_type is not None:
                self.fill(getattr(message, field.name), depth - 1)
            else:
                setattr(message, field.name, self.scalar(field))

    @staticmethod
    def is_map(field):
        return field.message_type is not None and field.message_type.GetOptions().map_entry

    def map(self, message, field, depth):
        key, value = field.message_type.fields_by_name["key"], field.message_type.fields_by_name["value"]
        values = getattr(message, field.name)
        for _ in range(self.random.randint(0, 3)):
            if value.message_type is None:
                values[self.scalar(key)] = self.scalar(value)
            elif depth > 0:
                self.fill(values[self.scalar(key)], depth - 1)


def generate(pool, kind, count, seed):
    maker = Maker(pool, seed)
    for _ in range(count):
        message = kind()
        maker.fill(message, 3)
        text = json_format.MessageToJson(message, descriptor_pool=pool, indent=None)
        print(message.SerializeToString(deterministic=True).hex(), text.encode().hex())


def parsed(pool, kind, line):
    packed, text = (bytes.fromhex(part) for part in line.split(" "))
    first = kind.FromString(packed)
    second = kind()
    json_format.Parse(text.decode(), second, descriptor_pool=pool)
    return first, second


def canonical(pool, message):
    """What is compared: numbers that are no numbers are equal to each other here, and an Any is what it holds."""
    return json.loads(json_format.MessageToJson(message, descriptor_pool=pool))


def difference(one, other, path=""):
    """The first place where two JSON values differ."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in sorted(one.keys() | other.keys()):
            if one.get(key) != other.get(key):
                return difference(one.get(key), other.get(key), f"{path}.{key}")
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for index, (first, second) in enumerate(zip(one, other)):
            if first != second:
                return difference(first, second, f"{path}[{index}]")
    return f"{path}: {one!r} expected, {other!r} found"


def check(pool, kind, first, second):
    with open(first) as expected, open(second) as found:
        expected, found = expected.read().splitlines(), found.read().splitlines()
    if len(expected) != len(found):
        sys.exit(f"{len(expected)} messages expected, {len(found)} found")
    for number, (one, other) in enumerate(zip(expected, found)):
        packed, _ = parsed(pool, kind, one)
        other_packed, other_json = parsed(pool, kind, other)
        want = canonical(pool, packed)
        if canonical(pool, other_packed) != want:
            sys.exit(f"message {number} differs when packed: {difference(want, canonical(pool, other_packed))}")
        if canonical(pool, other_json) != want:
            sys.exit(f"message {number} differs in JSON: {difference(want, canonical(pool, other_json))}")
        if packed.SerializeToString(deterministic=True) != other_packed.SerializeToString(deterministic=True):
            sys.exit(f"message {number} differs in bytes")
    print(f"{len(expected)} messages agree")


if __name__ == "__main__":
    pool, kind = load(sys.argv[2])
    if sys.argv[1] == "generate":
        generate(pool, kind, int(sys.argv[3]), int(sys.argv[4]))
    else:
        check(pool, kind, sys.argv[3], sys.argv[4])
