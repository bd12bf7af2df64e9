import Messages
import Testing

@Suite("proto3 JSON")
struct JSONTests {
    typealias Every = TestingV1.EveryField

    static let cases: [(Every, String)] = [
        (Every(), "{}"),
        (
            Every(int32Field: -1, int64Field: .min, uint64Field: .max),
            #"{"int32Field":-1,"int64Field":"-9223372036854775808","uint64Field":"18446744073709551615"}"#
        ),
        (Every(floatField: 0.1, doubleField: 1e300), #"{"floatField":0.1,"doubleField":1e+300}"#),
        (Every(floatField: 3, doubleField: -.infinity), #"{"floatField":3,"doubleField":"-Infinity"}"#),
        (Every(boolField: true, stringField: "a\"\\\n\u{1}é😀"), #"{"boolField":true,"stringField":"a\"\\\n\u0001é😀"}"#),
        (Every(bytesField: [0xfb, 0xff, 0]), #"{"bytesField":"+/8A"}"#),
        (Every(moodField: .good), #"{"moodField":"MOOD_GOOD"}"#),
        (Every(moodField: .unrecognized(5)), #"{"moodField":5}"#),
        (Every(innerField: .init()), #"{"innerField":{}}"#),
        (Every(optionalInt32: 0, optionalString: ""), #"{"optionalInt32":0,"optionalString":""}"#),
        (
            Every(repeatedInt64: [1, -2], repeatedMood: [.good, .unspecified]),
            #"{"repeatedInt64":["1","-2"],"repeatedMood":["MOOD_GOOD","MOOD_UNSPECIFIED"]}"#
        ),
        (
            Every(stringMap: ["b": "2", "": "1"], int32Map: [-1: 5], boolMap: [true: 1.5, false: 0]),
            #"{"stringMap":{"":"1","b":"2"},"int32Map":{"-1":"5"},"boolMap":{"false":0,"true":1.5}}"#
        ),
        (Every(choice: .choiceText("")), #"{"choiceText":""}"#),
        (Every(choice: .choiceNull(.nullValue)), #"{"choiceNull":null}"#),
        (Every(child: Every(child: Every(int32Field: 1))), #"{"child":{"child":{"int32Field":1}}}"#),
        (
            Every(
                value: .init(kind: .nullValue(.nullValue)),
                list: .init(values: [.init(kind: .numberValue(1)), .init(kind: .stringValue("a"))])),
            #"{"value":null,"list":[1,"a"]}"#
        ),
        (
            Every(structure: .init(fields: ["b": .init(kind: .boolValue(true)), "a": .init(kind: .structValue(.init()))])),
            #"{"structure":{"a":{},"b":true}}"#
        ),
        (
            Every(any: .init(GoogleProtobuf.Duration(seconds: 1))),
            #"{"any":{"@type":"type.googleapis.com/google.protobuf.Duration","value":"1s"}}"#
        ),
        (
            Every(any: .init(GoogleRPC.ErrorInfo(reason: "R"))),
            #"{"any":{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"R"}}"#
        ),
        (Every(mask: .init(paths: ["user_data.email", "a"])), #"{"mask":"userData.email,a"}"#),
        (
            Every(wrappedInt64: .init(0), wrappedString: .init("x"), wrappedBool: .init(false)),
            #"{"wrappedInt64":"0","wrappedString":"x","wrappedBool":false}"#
        ),
        (Every(farField: "x"), #"{"farField":"x"}"#),
    ]

    @Test(arguments: cases) func `each kind of field is written and read as ProtoJSON says`(message: Every, text: String) throws {
        #expect(try message.json() == text)
        #expect(try Every(json: text) == message)
    }

    @Test(arguments: [
        // White space, proto names, null for absent, numbers in other dress.
        (" { \"int32_field\" : 1 ,\n\"int64Field\":null }\n", Every(int32Field: 1)),
        (
            #"{"int32Field":"7","int64Field":12,"uint32Field":1e3,"uint64Field":"2.0"}"#,
            Every(int32Field: 7, int64Field: 12, uint32Field: 1000, uint64Field: 2)
        ),
        (#"{"doubleField":"1.5","floatField":"Infinity"}"#, Every(floatField: .infinity, doubleField: 1.5)),
        (#"{"moodField":1}"#, Every(moodField: .good)), (#"{"moodField":"MOOD_FINE"}"#, Every(moodField: .good)),
        (#"{"bytesField":"-_8="}"#, Every(bytesField: [0xfb, 0xff])), (#"{"bytesField":"-_8"}"#, Every(bytesField: [0xfb, 0xff])),
        (#"{"stringField":"\u00e9\ud83d\ude00\/\b"}"#, Every(stringField: "é😀/\u{8}")),
        (#"{"choiceText":null,"choiceNumber":3}"#, Every(choice: .choiceNumber(3))),
        (#"{"child":null,"repeatedInt32":null,"stringMap":null,"optionalInt32":null}"#, Every()),
        (#"{"list":[null]}"#, Every(list: .init(values: [.init(kind: .nullValue(.nullValue))]))),
        (
            #"{"any":{"value":"2s","@type":"type.googleapis.com/google.protobuf.Duration"}}"#,
            Every(any: .init(GoogleProtobuf.Duration(seconds: 2)))
        ),
        (#"{"any":{}}"#, Every(any: .init())),
    ]) func `other ways to write the same are read`(text: String, message: Every) throws {
        #expect(try Every(json: text) == message)
    }

    static let refused: [(String, path: String)] = [
        ("", ""), ("[]", ""), ("{", ""), ("{}x", ""), ("{,}", ""), (#"{"int32Field":1,}"#, ""), ("null", ""), ("{}{}", ""),
        (#"{"nope":1}"#, "nope"), (#"{"int32Field":1,"int32_field":2}"#, "int32_field"),
        (#"{"choiceText":"a","choiceNumber":1}"#, "choiceNumber"),
        (#"{"int32Field":2147483648}"#, "int32Field"), (#"{"int32Field":1.5}"#, "int32Field"), (#"{"int32Field":"a"}"#, "int32Field"),
        (#"{"uint32Field":-1}"#, "uint32Field"), (#"{"int32Field":01}"#, "int32Field"), (#"{"int32Field":+1}"#, "int32Field"),
        (#"{"int32Field":"+1"}"#, "int32Field"), (#"{"int32Field":true}"#, "int32Field"), (#"{"boolField":1}"#, "boolField"),
        (#"{"boolField":"true"}"#, "boolField"), (#"{"stringField":1}"#, "stringField"), ("{\"stringField\":\"a\nb\"}", "stringField"),
        (#"{"stringField":"\ud83d"}"#, "stringField"), (#"{"stringField":"\ud83d \ude00"}"#, "stringField"),
        (#"{"stringField":"\x"}"#, "stringField"),
        (#"{"bytesField":"*"}"#, "bytesField"), (#"{"bytesField":"a"}"#, "bytesField"), (#"{"doubleField":1e999}"#, "doubleField"),
        (#"{"doubleField":nan}"#, "doubleField"), (#"{"doubleField":.5}"#, "doubleField"), (#"{"floatField":1e39}"#, "floatField"),
        (#"{"moodField":"NOPE"}"#, "moodField"), (#"{"moodField":1.5}"#, "moodField"), (#"{"repeatedInt32":[1,null]}"#, "repeatedInt32[1]"),
        (#"{"repeatedInt32":[1,"x"]}"#, "repeatedInt32[1]"), (#"{"repeatedInner":[{},{"number":"x"}]}"#, "repeatedInner[1].number"),
        (#"{"stringMap":{"a":1}}"#, "stringMap.a"), (#"{"stringMap":{"a":"1","a":"2"}}"#, "stringMap.a"),
        (#"{"int32Map":{"x":1}}"#, "int32Map.x"),
        (#"{"timestamp":"2026-02-30T00:00:00Z"}"#, "timestamp"), (#"{"duration":"1"}"#, "duration"), (#"{"mask":"a_b"}"#, "mask"),
        (#"{"any":{"@type":"x.y/no.such"}}"#, "any.@type"), (#"{"any":{"a":1}}"#, "any"),
        (#"{"child":{"child":{"nope":1}}}"#, "child.child.nope"),
    ]

    @Test(arguments: refused) func `what ProtoJSON does not allow is refused with the field's path`(text: String, path: String) {
        #expect {
            try Every(json: text)
        } throws: { ($0 as? JSONError)?.path == path }
    }

    @Test func `a string that is not UTF-8 is refused`() {
        let bytes = Array(#"{"stringField":""#.utf8) + [0xff] + Array(#""}"#.utf8)
        #expect(throws: JSONError.self) {
            try bytes.withUnsafeBytes { try Every(json: $0, limits: .default) }
        }
    }

    @Test func `unknown fields and enum names are read over when the options say so`() throws {
        let options = JSONOptions(ignoresUnknownFields: true)
        let text = #"{"nope":{"a":[1,{"b":null}]},"int32Field":1,"moodField":"NOPE","repeatedMood":["NOPE","MOOD_GOOD"]}"#
        #expect(try Every(json: text, options: options) == Every(int32Field: 1, repeatedMood: [.good]))
    }

    @Test func `defaults and proto names are written when the options say so`() throws {
        let options = JSONOptions(emitsDefaults: true, usesProtoNames: true)
        let text = try TestingV1.EveryField.Inner(text: "t").json(options)
        #expect(text == #"{"number":0,"numbers":[],"text":"t","ratio":0}"#)
        #expect(
            try EventsV1.Destination(tenantID: "t").json(options).contains(
                #""tenant_id":"t","platform":"PLATFORM_UNSPECIFIED","pixel_id":"""#))
    }

    @Test func `nesting and memory are bounded`() {
        let deep = String(repeating: #"{"child":"#, count: 200) + "{}" + String(repeating: "}", count: 200)
        #expect(throws: JSONError.self) { try Every(json: deep) }
        let list = #"{"list":"# + String(repeating: "[", count: 100_000)
        #expect(throws: JSONError.self) { try Every(json: list) }
        let many = #"{"repeatedInner":["# + Array(repeating: "{}", count: 300_000).joined(separator: ",") + "]}"
        #expect(throws: JSONError.self) { try Every(json: many, limits: UnpackLimits(allocationBytes: 4 << 20)) }
        #expect(throws: JSONError.self) { try Every(json: many, limits: UnpackLimits(bytes: 1000)) }
    }

    @Test func `an Any within an Any and so on is bounded when writing`() {
        var any = GoogleProtobuf.`Any`()
        for _ in 0..<3000 { any = GoogleProtobuf.`Any`(any) }
        #expect(throws: JSONError.self) { try any.json() }
    }

    @Test func `text cut at any place is refused`() throws {
        let text = Array(try HostileBytesTests.rich.json().utf8)
        for count in 0..<text.count {
            #expect(throws: JSONError.self) {
                try Array(text[..<count]).withUnsafeBytes { try Every(json: $0, limits: .default) }
            }
        }
    }

    @Test func `what JSON cannot say is refused when writing`() {
        #expect(throws: JSONError.self) { try Every(timestamp: .init(seconds: 253_402_300_800)).json() }
        #expect(throws: JSONError.self) { try Every(duration: .init(seconds: 1, nanos: -1)).json() }
        #expect(throws: JSONError.self) { try Every(value: .init(kind: .numberValue(.nan))).json() }
        #expect(throws: JSONError.self) { try Every(mask: .init(paths: ["aB"])).json() }
        #expect(throws: JSONError.self) { try Every(any: .init(typeURL: "x/no.such")).json() }
    }
}
