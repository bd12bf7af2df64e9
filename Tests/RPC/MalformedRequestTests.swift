import HTTP2
import Messages
import Testing

@testable import RPC

/// One row: a request that is wrong, and its exact answer. Rules without another source are of gRPC's PROTOCOL-HTTP2.md and statuscodes.md.
struct MalformedRequest: Sendable, CustomTestStringConvertible {
    let name: String
    /// Fields that replace those of a proper request; an empty value leaves the field out.
    var fields: [String: String] = [:]
    /// The pieces of the body; nil for a proper one.
    var body: [[UInt8]]?
    let httpStatus: String
    let grpcStatus: String?

    var testDescription: String { name }

    static let echo: [UInt8] = [0, 0, 0, 0, 4, 10, 2, 104, 105]

    static let all: [MalformedRequest] =
        [
            MalformedRequest(name: "no content-type", fields: ["content-type": ""], httpStatus: "415", grpcStatus: nil),
            MalformedRequest(name: "JSON", fields: ["content-type": "application/json"], httpStatus: "415", grpcStatus: nil),
            MalformedRequest(name: "gRPC-Web", fields: ["content-type": "application/grpc-web"], httpStatus: "415", grpcStatus: nil),
            MalformedRequest(
                name: "another message format", fields: ["content-type": "application/grpc+json"], httpStatus: "415", grpcStatus: nil),
            MalformedRequest(name: "GET", fields: [":method": "GET"], httpStatus: "405", grpcStatus: "13"),
            MalformedRequest(
                name: "an unknown method", fields: [":path": "/stratum.tests.v1.ProbeService/No"], httpStatus: "200", grpcStatus: "12"),
            MalformedRequest(name: "an unknown service", fields: [":path": "/no.Service/Echo"], httpStatus: "200", grpcStatus: "12"),
            MalformedRequest(name: "a path without a service", fields: [":path": "/"], httpStatus: "200", grpcStatus: "12"),
            MalformedRequest(
                name: "a path in other case", fields: [":path": "/stratum.tests.v1.probeservice/Echo"], httpStatus: "200", grpcStatus: "12"),
            MalformedRequest(name: "a malformed timeout", fields: ["grpc-timeout": "1x"], httpStatus: "400", grpcStatus: "13"),
            MalformedRequest(name: "a timeout of nine digits", fields: ["grpc-timeout": "123456789S"], httpStatus: "400", grpcStatus: "13"),
            MalformedRequest(name: "a deadline that has passed", fields: ["grpc-timeout": "0n"], httpStatus: "200", grpcStatus: "4"),
            MalformedRequest(name: "an unknown encoding", fields: ["grpc-encoding": "zip"], httpStatus: "200", grpcStatus: "12"),
            MalformedRequest(name: "bytes that are not base64", fields: ["x-bin": "?"], httpStatus: "400", grpcStatus: "13"),
            MalformedRequest(name: "no message", body: [], httpStatus: "200", grpcStatus: "12"),
            MalformedRequest(name: "two messages", body: [echo, echo], httpStatus: "200", grpcStatus: "12"),
            MalformedRequest(name: "an unknown flag", body: [[2, 0, 0, 0, 0]], httpStatus: "200", grpcStatus: "13"),
            MalformedRequest(name: "compressed without an encoding", body: [[1, 0, 0, 0, 1, 0]], httpStatus: "200", grpcStatus: "13"),
            MalformedRequest(name: "a message that is no protobuf", body: [[0, 0, 0, 0, 2, 10, 9]], httpStatus: "200", grpcStatus: "13"),
            MalformedRequest(name: "text that is not UTF-8", body: [[0, 0, 0, 0, 3, 10, 1, 255]], httpStatus: "200", grpcStatus: "13"),
            MalformedRequest(name: "a length of 4 GiB", body: [[0, 255, 255, 255, 255, 1]], httpStatus: "200", grpcStatus: "8"),
            MalformedRequest(
                name: "too many header fields", fields: ["x-long": String(repeating: "a", count: 20_000)], httpStatus: "431",
                grpcStatus: "8"),
        ]
        + (1..<echo.count).map { cut in
            MalformedRequest(name: "cut after \(cut) bytes", body: [Array(echo[..<cut])], httpStatus: "200", grpcStatus: "13")
        }
}

@Suite("Malformed requests", .timeLimit(.minutes(1)))
struct MalformedRequestTests {
    private static let proper = [
        (":method", "POST"), (":scheme", "http"), (":path", "/stratum.tests.v1.ProbeService/Echo"), (":authority", "test"),
        ("te", "trailers"), ("content-type", "application/grpc"),
    ]

    @Test(arguments: MalformedRequest.all)
    func `each gets its exact answer, and the connection goes on`(row: MalformedRequest) async throws {
        try await Stage.run { stage in
            let probe = HTTPProbe(port: stage.port, loop: stage.clientLoop)
            try await probe.connect()
            let left = row.fields.filter { field in !Self.proper.contains { $0.0 == field.key } }
            let fields = Self.proper.map { ($0.0, row.fields[$0.0] ?? $0.1) }.filter { !$0.1.isEmpty } + left.map { ($0.key, $0.value) }
            let answer = await probe.request(fields, body: row.body ?? [MalformedRequest.echo])
            #expect(answer.fields[":status"] == row.httpStatus)
            #expect(answer.grpcStatus == row.grpcStatus)
            if row.grpcStatus == "12", row.fields["grpc-encoding"] != nil { #expect(answer.fields["grpc-accept-encoding"] == "identity") }
            let good = await probe.request(Self.proper, body: [MalformedRequest.echo])
            #expect(good.grpcStatus == "0")
            #expect(good.body == MalformedRequest.echo)
            await probe.close()
        }
    }

    @Test func `a proper request may come in any pieces`() async throws {
        try await Stage.run { stage in
            let probe = HTTPProbe(port: stage.port, loop: stage.clientLoop)
            try await probe.connect()
            let answer = await probe.request(Self.proper, body: MalformedRequest.echo.map { [$0] })
            #expect(answer.grpcStatus == "0")
            #expect(answer.body == MalformedRequest.echo)
            await probe.close()
        }
    }

    @Test(arguments: ["application/grpc", "application/grpc+proto", "application/grpc;charset=utf-8", "application/grpc+proto; x=y"])
    func `a content-type of gRPC with protobuf is taken in every form`(contentType: String) async throws {
        try await Stage.run { stage in
            let probe = HTTPProbe(port: stage.port, loop: stage.clientLoop)
            try await probe.connect()
            let fields = Self.proper.filter { $0.0 != "content-type" } + [("content-type", contentType)]
            let answer = await probe.request(fields, body: [MalformedRequest.echo])
            #expect(answer.grpcStatus == "0")
            await probe.close()
        }
    }
}
