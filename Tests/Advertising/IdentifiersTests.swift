import Secrets
import Testing

@testable import Advertising

/// 2026-11-20T00:00:00Z
private let now: Int64 = 1_795_132_800

@Suite("Hashed identifiers") struct IdentifiersTests {
    private func hashed(_ field: IdentifierField, _ text: String, country: String? = nil) throws -> HashedIdentifiers {
        var data = PersonalData()
        data.country = country
        data[field] = text
        return try HashedIdentifiers(hashing: data, now: now)
    }

    private func check(_ row: MetaVectors.Row, _ field: IdentifierField, _ identifier: HashedIdentifier) {
        let digest = (try? hashed(field, row.input))?[identifier]
        #expect(digest?.hex == row.normal.map { SHA256.digest(of: $0).hex }, "\(row.input)")
    }

    @Test(arguments: MetaVectors.emails) func `e-mail as Meta has it`(row: MetaVectors.Row) { check(row, .email, .email) }
    @Test(arguments: MetaVectors.phones) func `telephone as Meta has it`(row: MetaVectors.Row) { check(row, .phone, .phone) }
    @Test(arguments: MetaVectors.names) func `names as Meta has them`(row: MetaVectors.Row) {
        check(row, .firstName, .firstName)
        check(row, .lastName, .lastName)
    }
    @Test(arguments: MetaVectors.cities) func `city as Meta has it`(row: MetaVectors.Row) { check(row, .city, .city) }
    @Test(arguments: MetaVectors.states) func `state as Meta has it`(row: MetaVectors.Row) { check(row, .state, .state) }
    @Test(arguments: MetaVectors.postalCodes) func `postal code as Meta has it`(row: MetaVectors.Row) {
        check(row, .postalCode, .postalCode)
    }
    @Test(arguments: MetaVectors.datesOfBirth) func `birthday as Meta has it`(row: MetaVectors.Row) {
        check(row, .dateOfBirth, .dateOfBirth)
    }
    @Test(arguments: MetaVectors.genders) func `gender as Meta has it`(row: MetaVectors.Row) { check(row, .gender, .gender) }
    @Test(arguments: MetaVectors.countries) func `country as Meta has it`(row: MetaVectors.Row) { check(row, .country, .country) }
    @Test(arguments: MetaVectors.externalIDs) func `external id as Meta has it`(row: MetaVectors.Row) {
        check(row, .externalID, .externalID)
    }

    /// Digests that the platforms publish.
    private static let published: [(IdentifierField, String, HashedIdentifier, String)] = [
        (.email, "John_Smith@gmail.com", .email, "62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f"),
        (.phone, "1(650)555-1212", .phone, "e323ec626319ca94ee8bff2e4c87cf613be6ea19919ed1364124e16807ab3176"),
        (.phone, "+16505551212", .phone, "e323ec626319ca94ee8bff2e4c87cf613be6ea19919ed1364124e16807ab3176"),
        (.phone, "+1 (650) 555-1212", .phone, "e323ec626319ca94ee8bff2e4c87cf613be6ea19919ed1364124e16807ab3176"),
        (.firstName, "Valéry", .firstName, "08e1996b5dd49e62a4b4c010d44e4345592a863bb9f8e3976219bac29417149c"),
        (.country, "United States", .country, "79adb2a2fce5c6ba215fe5f27f532d4e7edbac4b6a5e09e1ef3a08084a904621"),
        (.city, "New York", .city, "350c754ba4d38897693aa077ef43072a859d23f613443133fecbbd90a3512ca5"),
        (.postalCode, "94035-1234", .postalCode, "1794327a4d443904421f5ca1f3d72d0a62ba2f0770d80755ec2220fc0efb052e"),
        (.gender, "m", .gender, "62c66a7a5dd70c3146618063c344e531e6d4b59e379808443ce962b3abd63c5a"),
        (.email, "  ALEXZ@example.com   ", .emailWithoutGmailDots, "509e933019bb285a134a9334b8bb679dff79d0ce023d529af4bd744d47b4fd8a"),
        (.phone, "+1 800-555-0100", .phoneWithPlus, "fb4f73a6ec5fdb7077d564cdd22c3554b43ce49168550c3b12c547b78c517b30"),
        (.firstName, "  GivenName  ", .firstName, "128a07bfe2df877c52076e60d7774cf5baaa046c5a6c48daf30ff43ecca2f814"),
        (.lastName, "  FamilyName ", .lastName, "77762c287e61ce065bee5c15464012c6fbe088398b8057627d5577249430d574"),
        (.email, "    Test123@gmail.com   ", .email, "cc779c04191c2e736d89e45c11339c8382832bcaf70383f7df94e3d08ba7a6d9"),
        (.phone, "001(706)-767-5127", .phone, "2fd199db6d3fa9fe754886ff1822f2867fcb104a6639495eca25c2978efe4ed4"),
        (.email, "daffyduck@warnerbros.com", .email, "2d2fb2388f17f86affee71d632978425a3037fa8eed5b3f2baaa458c80d495ed"),
        (.phone, "98765432109876", .phoneWithPlus, "ce7b12d132a021393e793d21d6e8e673ac06042922b73cc10f2d7db597657a4a"),
    ]

    @Test(arguments: published.indices) func `digests are those the platforms publish`(index: Int) throws {
        let (field, input, identifier, hex) = Self.published[index]
        #expect(try hashed(field, input)[identifier]?.hex == hex)
    }

    /// Forms that differ between platforms.
    private static let forms: [(IdentifierField, String, String?, HashedIdentifier, String)] = [
        (.email, "Jefferson.LOVES.Hiking@googlemail.com", nil, .email, "jefferson.loves.hiking@googlemail.com"),
        (.email, "Jefferson.LOVES.Hiking@googlemail.com", nil, .emailWithoutGmailDots, "jeffersonloveshiking@googlemail.com"),
        (.email, "j.d+shop@gmail.com", nil, .emailWithoutGmailDots, "jd+shop@gmail.com"),
        (.email, "j.d@example.com", nil, .emailWithoutGmailDots, "j.d@example.com"),
        (.phone, "+44 20 7946 0958", nil, .phone, "442079460958"), (.phone, "+44 20 7946 0958", nil, .phoneWithPlus, "+442079460958"),
        (.phone, "020 7946 0958", "GB", .phone, "442079460958"), (.phone, "(650) 555-1212", "USA", .phone, "16505551212"),
        (.firstName, "Jean-Luc van", nil, .firstName, "jeanlucvan"),
        (.firstName, "Jean-Luc van", nil, .firstNameWithoutSpaces, "jean-lucvan"),
        (.firstName, " Jean-Luc van ", nil, .firstNameTrimmed, "jean-luc van"), (.lastName, "O'Neil", nil, .lastNameTrimmed, "o'neil"),
        (.lastName, "Smith", nil, .lastNameTrimmed, "smith"), (.lastName, "Smith", nil, .lastNameWithoutSpaces, "smith"),
        (.lastName, "МИЦКЕВИЧ-Ж", nil, .lastName, "мицкевичж"), (.city, "São Paulo", nil, .city, "sãopaulo"),
        (.city, "東京 都", nil, .city, "東京都"),
        (.postalCode, "94035-1234", "US", .postalCodeWhole, "940351234"), (.postalCode, "940351234", "US", .postalCode, "94035"),
        (.postalCode, "EC1A 1BB", "GB", .postalCode, "ec1a1bb"), (.postalCode, "100-0001", "JP", .postalCode, "1000001"),
        (.postalCode, "12345-678", "BR", .postalCode, "12345678"), (.state, "Georgia", "US", .state, "ga"),
        (.state, "Québec", "CA", .state, "qc"), (.state, "Georgia", "GB", .state, "georgia"), (.state, "NSW", "AU", .state, "nsw"),
        (.state, "CA", "US", .state, "ca"), (.country, "EIRE", nil, .country, "ie"), (.country, "Channel Islands", nil, .country, "je"),
        (.dateOfBirth, "1990-01-02", nil, .dateOfBirth, "19900102"),
    ]

    @Test(arguments: forms.indices) func `every platform's form is there`(index: Int) throws {
        let (field, input, country, identifier, normal) = Self.forms[index]
        #expect(try hashed(field, input, country: country)[identifier] == SHA256.digest(of: normal), "\(input)")
    }

    private static let hashedFields: [IdentifierField] = [
        .email, .phone, .firstName, .lastName, .city, .state, .postalCode, .country, .externalID, .dateOfBirth, .gender,
    ]

    @Test(arguments: hashedFields.indices) func `what is hashed already is never hashed again`(index: Int) throws {
        let digest = SHA256.digest(of: "anything")
        let identifiers = try hashed(Self.hashedFields[index], " \(digest.hex.uppercased())\n")
        #expect(Set(identifiers.entries.map(\.digest)) == [digest])
        #expect(!identifiers.isEmpty)
    }

    @Test(arguments: hashedFields.indices, ["", " ", "\t\n", "\u{A0}"]) func `what is empty is left out`(index: Int, text: String) throws {
        #expect(try hashed(Self.hashedFields[index], text).isEmpty)
    }

    @Test(arguments: [.firstName, .lastName, .city, .state] as [IdentifierField])
    func `what has no letter is left out`(field: IdentifierField) throws {
        let identifiers = try hashed(field, "-.-")
        #expect(identifiers[.firstName] == nil && identifiers[.lastName] == nil && identifiers[.city] == nil && identifiers[.state] == nil)
    }

    private static let flawed: [(IdentifierField, String, String)] = [
        (.email, "nobody", "user_data.email: not an address"), (.email, "a@b@c.de", "user_data.email: not an address"),
        (.email, "a\u{A0}b@c.de", "user_data.email: not an address"), (.email, "@example.com", "user_data.email: not an address"),
        (.email, " ...@gmail.com", "user_data.email: not an address"), (.email, "a@-b.de", "user_data.email: not an address"),
        (.phone, " +A BCD EFG ", "user_data.phone: not a telephone number"), (.phone, "0000", "user_data.phone: not a telephone number"),
        (.phone, "123", "user_data.phone: not a telephone number"), (.country, "Atlantis", "user_data.country: not a country"),
        (.country, "XX", "user_data.country: not a country"), (.dateOfBirth, "1899-12-31", "user_data.date_of_birth: not a date of birth"),
        (.dateOfBirth, "2001-02-29", "user_data.date_of_birth: not a date of birth"),
        (.dateOfBirth, "2026-11-21", "user_data.date_of_birth: not a date of birth"),
        (.clientIPAddress, "300.1.1.1", "user_data.client_ip_address: not an IP address"),
        (.clientIPAddress, "example.com", "user_data.client_ip_address: not an IP address"),
        (.clientUserAgent, "a\u{0}b", "user_data.client_user_agent: control characters in it"),
        (.fbc, "IwAR0", "user_data.fbc: not of the form fb.1.<milliseconds>.<fbclid>"),
        (.fbp, "fb.1.1700000000000.x", "user_data.fbp: not of the form fb.1.<milliseconds>.<number>"),
        (.firstName, String(repeating: "x", count: 513), "user_data.first_name: longer than 512 bytes"),
    ]

    @Test(arguments: flawed.indices) func `a flaw names the field and the reason, never the value`(index: Int) {
        let (field, input, expected) = Self.flawed[index]
        let error = #expect(throws: IdentifierFlaws.self) { try hashed(field, input) }
        #expect(error?.description == expected)
    }

    @Test func `all flaws come at once`() {
        var data = PersonalData()
        data.email = "nobody"
        data.phone = "1"
        data.clientIPAddress = "x"
        let error = #expect(throws: IdentifierFlaws.self) { try HashedIdentifiers(hashing: data, now: now) }
        #expect(error?.flaws.map(\.field) == [.email, .phone, .clientIPAddress])
    }

    @Test(
        arguments: [
            (.clientIPAddress, " 192.0.2.1 ", "192.0.2.1"), (.clientIPAddress, "2001:db8::1", "2001:db8::1"),
            (.clientUserAgent, " Mozilla/5.0 (X11) ", "Mozilla/5.0 (X11)"),
            (.fbc, "fb.1.1700000000000.IwAR0_x-Y.z", "fb.1.1700000000000.IwAR0_x-Y.z"),
            (.fbp, "fb.2.1700000000000.1098115397", "fb.2.1700000000000.1098115397"),
        ] as [(IdentifierField, String, String)])
    func `what platforms take plain stays plain`(field: IdentifierField, input: String, expected: String) throws {
        let identifiers = try hashed(field, input)
        let kept = [identifiers.clientIPAddress, identifiers.clientUserAgent, identifiers.fbc, identifiers.fbp].compactMap { $0 }
        #expect(kept == [expected])
    }

    @Test func `a click id from a page's address becomes a cookie`() throws {
        let cookie = MetaCookie.clickID("IwAR0AbC", seenAtUnixMilliseconds: 1_700_000_000_123)
        #expect(cookie == "fb.1.1700000000123.IwAR0AbC")
        #expect(try hashed(.fbc, cookie).fbc == cookie)
    }

    @Test func `packed identifiers come back whole`() throws {
        var data = PersonalData()
        data.email = "j.d@gmail.com"
        data.phone = "+442079460958"
        data.firstName = "Jean-Luc"
        data.country = "gb"
        data.externalID = "17850"
        data.clientIPAddress = "192.0.2.1"
        data.clientUserAgent = "Mozilla/5.0 ż"
        data.fbc = "fb.1.1700000000000.abc"
        data.fbp = "fb.1.1700000000000.123"
        let identifiers = try HashedIdentifiers(hashing: data, now: now)
        let packed = identifiers.packed
        let read = try #require(HashedIdentifiers(packed: packed))
        #expect(read == identifiers)
        #expect(read.country?.code == "GB" && read[.firstNameTrimmed] == SHA256.digest(of: "jean-luc"))
        #expect(HashedIdentifiers(packed: packed + [200, 0, 1, 7]) == identifiers, "a number of later days is passed over")
        #expect(HashedIdentifiers(packed: []) == nil && HashedIdentifiers(packed: [9]) == nil)
        for end in 2..<20 { #expect(HashedIdentifiers(packed: Array(packed[..<end])) == nil) }
        #expect(HashedIdentifiers().isEmpty && HashedIdentifiers(packed: HashedIdentifiers().packed)?.isEmpty == true)
    }

    @Test func `nothing printed holds a person's data`() throws {
        var data = PersonalData()
        data.email = "marked@example.com"
        data.clientIPAddress = "192.0.2.77"
        let identifiers = try HashedIdentifiers(hashing: data, now: now)
        var printed = "\(data) \(String(reflecting: data)) \(identifiers) \(String(reflecting: identifiers))"
        dump(data, to: &printed)
        dump(identifiers, to: &printed)
        #expect(!printed.contains("marked") && !printed.contains("192.0.2.77"))
        #expect(printed.contains("email"))
    }

    private static let enough: [(Set<Platform>, @Sendable (inout PersonalData) -> Void)] = [
        ([], { $0.country = "GB" }), ([], { $0.clientUserAgent = "x" }), ([], { $0.dateOfBirth = "1990-01-01" }),
        (Set(Platform.allCases), { $0.email = "a@example.com" }), (Set(Platform.allCases), { $0.phone = "+442079460958" }),
        ([.meta, .tiktok], { $0.externalID = "17850" }), ([.meta], { $0.fbp = "fb.1.1700000000000.1" }),
        (
            [.meta, .tiktok, .snapchat],
            {
                $0.clientIPAddress = "192.0.2.1"
                $0.clientUserAgent = "x"
            }
        ),
        (
            [.meta],
            {
                $0.firstName = "a"
                $0.lastName = "b"
                $0.city = "c"
            }
        ),
    ]

    @Test(arguments: enough.indices) func `each platform needs something to know the person by`(index: Int) throws {
        let (platforms, fill) = Self.enough[index]
        var data = PersonalData()
        fill(&data)
        let identifiers = try HashedIdentifiers(hashing: data, now: now)
        #expect(Set(Platform.allCases.filter(identifiers.isEnough)) == platforms)
    }
}
