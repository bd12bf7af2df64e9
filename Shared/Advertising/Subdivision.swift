/// States of the US and provinces of Canada by name: platforms take their two letters.
enum Subdivision {
    /// The two small letters of a state or province given by its English name or code; nil for what is none, or none of that country.
    ///
    /// `name` is lower-case without spaces and punctuation. Without a country both lists count.
    static func code(of name: String, in country: Country?) -> String? {
        guard country == nil || country == .unitedStates || country == .canada, let entry = byName[name] else { return nil }
        return country == nil || country?.code == entry.country ? entry.code : nil
    }

    private static let byName: [String: (country: String, code: String)] = {
        var entries: [String: (country: String, code: String)] = [:]
        for (country, text) in [("US", unitedStates), ("CA", canada)] {
            for line in text.split(separator: "\n") {
                let name = line.dropFirst(3).lowercased().filter(\.isLetter)
                entries[name] = (country, String(line.prefix(2)))
            }
        }
        entries["washingtondc"] = ("US", "dc")
        entries["québec"] = ("CA", "qc")
        return entries
    }()

    private static let unitedStates = """
        al Alabama
        ak Alaska
        as American Samoa
        az Arizona
        ar Arkansas
        ca California
        co Colorado
        ct Connecticut
        de Delaware
        dc District of Columbia
        fl Florida
        ga Georgia
        gu Guam
        hi Hawaii
        id Idaho
        il Illinois
        in Indiana
        ia Iowa
        ks Kansas
        ky Kentucky
        la Louisiana
        me Maine
        md Maryland
        ma Massachusetts
        mi Michigan
        mn Minnesota
        ms Mississippi
        mo Missouri
        mt Montana
        ne Nebraska
        nv Nevada
        nh New Hampshire
        nj New Jersey
        nm New Mexico
        ny New York
        nc North Carolina
        nd North Dakota
        mp Northern Mariana Islands
        oh Ohio
        ok Oklahoma
        or Oregon
        pa Pennsylvania
        pr Puerto Rico
        ri Rhode Island
        sc South Carolina
        sd South Dakota
        tn Tennessee
        tx Texas
        ut Utah
        vt Vermont
        vi Virgin Islands
        va Virginia
        wa Washington
        wv West Virginia
        wi Wisconsin
        wy Wyoming
        """

    private static let canada = """
        ab Alberta
        bc British Columbia
        mb Manitoba
        nb New Brunswick
        nl Newfoundland and Labrador
        nt Northwest Territories
        ns Nova Scotia
        nu Nunavut
        on Ontario
        pe Prince Edward Island
        qc Quebec
        sk Saskatchewan
        yt Yukon
        """
}
