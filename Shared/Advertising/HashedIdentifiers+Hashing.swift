import Secrets

extension HashedIdentifiers {
    /// Normalises and hashes a person's data in every form that a platform takes.
    ///
    /// What already is 64 hexadecimal digits is a digest and never hashed again; of a hashed telephone number nobody can say whether it had
    /// its plus, so it stands for both forms. What is empty after normalisation is left out. Throws all flaws at once, in the order of the
    /// fields. `now` (Unix seconds) bounds dates of birth.
    package init(hashing data: PersonalData, now: Int64) throws(IdentifierFlaws) {
        self.init()
        entries.reserveCapacity(16)
        var flaws: [IdentifierFlaw] = []

        /// The field's value if it is given and not too long.
        func value(_ field: IdentifierField) -> String? {
            guard let text = data[field], !text.isEmpty else { return nil }
            if text.utf8.count <= field.bytesMax { return text }
            flaws.append(IdentifierFlaw(field: field, reason: "longer than \(field.bytesMax) bytes"))
            return nil
        }
        func refuse(_ field: IdentifierField, _ reason: String) {
            flaws.append(IdentifierFlaw(field: field, reason: reason))
        }

        if let text = value(.country), !text.trimmingWhitespace.isEmpty {
            if let digest = Self.digest(alreadyHashed: text) {
                keep(digest, as: .country)
            } else if let country = Country(text.trimmingWhitespace) {
                self.country = country
                keep(SHA256.digest(of: country.lowercasedCode), as: .country)
            } else {
                refuse(.country, "not a country")
            }
        }
        if let text = value(.email), !keepEmail(text) { refuse(.email, "not an address") }
        if let text = value(.phone), !keepPhone(text) { refuse(.phone, "not a telephone number") }
        if let text = value(.firstName) { keepName(text, as: .firstName, .firstNameWithoutSpaces, .firstNameTrimmed) }
        if let text = value(.lastName) { keepName(text, as: .lastName, .lastNameWithoutSpaces, .lastNameTrimmed) }
        if let text = value(.city) { keep(Self.digest(text, dropping: [.space, .punctuation]), as: .city) }
        if let text = value(.state) { keepState(text) }
        if let text = value(.postalCode) { keepPostalCode(text) }
        if let text = value(.externalID) { keep(Self.digest(text), as: .externalID) }
        if let text = value(.dateOfBirth), !keepDateOfBirth(text, now: now) { refuse(.dateOfBirth, "not a date of birth") }
        if let text = value(.gender) { keepGender(text) }
        if let text = value(.clientIPAddress), !keepIPAddress(text) { refuse(.clientIPAddress, "not an IP address") }
        if let text = value(.clientUserAgent), !keepUserAgent(text) { refuse(.clientUserAgent, "control characters in it") }
        if let text = value(.fbc), !keep(text, as: \.fbc, check: MetaCookie.isClickID) { refuse(.fbc, MetaCookie.clickIDReason) }
        if let text = value(.fbp), !keep(text, as: \.fbp, check: MetaCookie.isBrowserID) { refuse(.fbp, MetaCookie.browserIDReason) }

        guard flaws.isEmpty else { throw IdentifierFlaws(flaws: flaws) }
    }

    // MARK: One field each. False when the text is not what it should be.

    private mutating func keepEmail(_ text: String) -> Bool {
        if let digest = Self.digest(alreadyHashed: text) {
            keep(digest, as: .email)
            return true
        }
        let trimmed = text.trimmingWhitespace
        let isASCII = trimmed.utf8.allSatisfy { $0 < 0x80 }
        guard isASCII || !trimmed.unicodeScalars.contains(where: { $0.properties.isWhitespace }) else { return false }
        return NormalText.with(trimmed) { address in
            if address.isEmpty { return true }
            guard let at = EmailAddress.at(in: address) else { return false }
            keep(SHA256.digest(of: UnsafeRawBufferPointer(address)), as: .email)
            EmailAddress.withoutGmailDots(address, at: at) {
                keep(SHA256.digest(of: UnsafeRawBufferPointer($0)), as: .emailWithoutGmailDots)
            }
            return true
        }
    }

    private mutating func keepPhone(_ text: String) -> Bool {
        if let digest = Self.digest(alreadyHashed: text) {
            keep(digest, as: .phone)
            keep(digest, as: .phoneWithPlus)
            return true
        }
        guard !text.trimmingWhitespace.isEmpty else { return true }
        return PhoneNumber.withE164(text, in: country) { number in
            guard let number else { return false }
            keep(SHA256.digest(of: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(number)[1...])), as: .phone)
            keep(SHA256.digest(of: UnsafeRawBufferPointer(number)), as: .phoneWithPlus)
            return true
        }
    }

    private mutating func keepName(
        _ text: String, as plain: HashedIdentifier, _ spaceless: HashedIdentifier, _ trimmed: HashedIdentifier
    ) {
        guard let digest = Self.digest(text, dropping: [.space, .punctuation]) else { return }
        keep(digest, as: plain)
        let isOneWord = text.utf8.allSatisfy { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20) }
        guard !isOneWord else { return }
        keep(Self.digest(text, dropping: .space), as: spaceless)
        keep(Self.digest(text), as: trimmed)
    }

    private mutating func keepState(_ text: String) {
        if let digest = Self.digest(alreadyHashed: text) {
            keep(digest, as: .state)
            return
        }
        let name = NormalText.text(text, dropping: [.space, .punctuation])
        guard !name.isEmpty else { return }
        keep(SHA256.digest(of: Subdivision.code(of: name, in: country) ?? name), as: .state)
    }

    private mutating func keepPostalCode(_ text: String) {
        if let digest = Self.digest(alreadyHashed: text) {
            keep(digest, as: .postalCode)
            return
        }
        NormalText.with(text, dropping: .space) { code in
            guard let (short, whole) = PostalCode.forms(code, in: country) else { return }
            keep(SHA256.digest(of: short), as: .postalCode)
            keep(SHA256.digest(of: whole), as: .postalCodeWhole)
        }
    }

    private mutating func keepDateOfBirth(_ text: String, now: Int64) -> Bool {
        if let digest = Self.digest(alreadyHashed: text) {
            keep(digest, as: .dateOfBirth)
            return true
        }
        guard !text.trimmingWhitespace.isEmpty else { return true }
        guard let date = DateOfBirth(text, now: now) else { return false }
        keep(SHA256.digest(of: date.digits), as: .dateOfBirth)
        return true
    }

    private mutating func keepGender(_ text: String) {
        if let digest = Self.digest(alreadyHashed: text) {
            keep(digest, as: .gender)
        } else if let gender = Gender(text) {
            keep(SHA256.digest(of: gender.rawValue), as: .gender)
        }
    }

    private mutating func keepIPAddress(_ text: String) -> Bool {
        let address = text.trimmingWhitespace
        guard !address.isEmpty else { return true }
        guard IPAddress.isValid(address) else { return false }
        clientIPAddress = address
        return true
    }

    private mutating func keepUserAgent(_ text: String) -> Bool {
        let agent = text.trimmingWhitespace
        guard !agent.isEmpty else { return true }
        guard agent.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else { return false }
        clientUserAgent = agent
        return true
    }

    private mutating func keep(_ text: String, as path: WritableKeyPath<HashedIdentifiers, String?>, check: (String) -> Bool) -> Bool {
        let cookie = text.trimmingWhitespace
        guard !cookie.isEmpty else { return true }
        guard check(cookie) else { return false }
        self[keyPath: path] = cookie
        return true
    }

    // MARK: Hashing

    /// The digest that a text already is: 64 hexadecimal digits of either case, white space around them allowed.
    private static func digest(alreadyHashed text: String) -> SHA256Digest? {
        guard text.utf8.count >= 64 else { return nil }
        return SHA256Digest(hex: text.trimmingWhitespace)
    }

    /// The digest of the normal form, or the one that the text already is; nil when nothing is left.
    private static func digest(_ text: String, dropping drops: NormalText.Drops = []) -> SHA256Digest? {
        if let digest = digest(alreadyHashed: text) { return digest }
        return NormalText.with(text, dropping: drops) { $0.isEmpty ? nil : SHA256.digest(of: UnsafeRawBufferPointer($0)) }
    }
}
