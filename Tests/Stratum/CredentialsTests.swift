import Testing

@testable import Stratum

@Suite("Where credentials are looked for") struct CredentialsTests {
    @Test(arguments: [
        ("/", ["/.stratum/credentials"]), ("/a", ["/a/.stratum/credentials", "/.stratum/credentials"]),
        ("/a/b", ["/a/b/.stratum/credentials", "/a/.stratum/credentials", "/.stratum/credentials"]), (".", ["./.stratum/credentials"]),
    ])
    func `here, and in every folder above, nearest first`(directory: String, paths: [String]) {
        #expect(Credentials.candidates(from: directory) == paths)
    }
}
