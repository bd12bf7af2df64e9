/// Inputs and normal forms that Meta's own parameter builder library is tested with; where Meta's parameter page says otherwise, the page's
/// form.
enum MetaVectors {
    typealias Row = (input: String, normal: String?)

    static let emails: [Row] = [
        ("  test@example.com  ", "test@example.com"), ("test@example..com", nil), ("test'name@example.com", "test'name@example.com"),
        ("\tTEST@EXAMPLE.COM\n", "test@example.com"), ("     John_Smith@gmail.com    ", "john_smith@gmail.com"),
        ("test..test@example.com", nil), ("test@example.com.", nil), ("user123@subdomain.example.org", "user123@subdomain.example.org"),
        ("test @example.com", nil), ("user.name+tag@domain.co.uk", "user.name+tag@domain.co.uk"),
        ("user_name@example.com", "user_name@example.com"), ("    SomeOne@domain.com  ", "someone@domain.com"),
        ("test@example.com ", "test@example.com"), ("test.@example.com", nil), ("test@example", nil), (".test@example.com", nil),
        ("invalid-email", nil),
    ]

    /// Without those that hold an extension, a hint of the test's own or too few digits: see `PhoneNumberTests`.
    static let phones: [Row] = [
        ("555$123$4567", "5551234567"), ("555|123|4567", "5551234567"), ("[555] 123-4567", "5551234567"),
        ("+44 20 7946 0958", "442079460958"), ("+61 2 9374 4000", "61293744000"), ("+81-3-5843-2301", "81358432301"),
        ("555_123_4567", "5551234567"), ("1-(555)-123-4567", "15551234567"), ("01(650)123-4567", "16501234567"),
        ("555.123.4567", "5551234567"), ("4792813113", "4792813113"), ("01234567890", "1234567890"), ("555-123-4567", "5551234567"),
        ("(555)123-4567", "5551234567"), ("0012345678", "12345678"), ("+1 (555) 123-4567", "15551234567"),
        ("(555) 123-4567", "5551234567"), ("555/123/4567", "5551234567"),
    ]

    static let names: [Row] = [
        ("mArY", "mary"), ("정", "정"), ("John Jr.", "johnjr"), ("\tMary\n", "mary"), ("John!", "john"), ("    Doe-Doe    ", "doedoe"),
        ("    Na'than-Boile    ", "nathanboile"), ("John&Mary", "johnmary"), ("John2", "john2"), ("Dr. Smith", "drsmith"),
        ("Smith*Star", "smithstar"), ("Agent007", "agent007"), ("Jean-Pierre", "jeanpierre"), ("José", "josé"),
        ("Van Der Berg", "vanderberg"), ("VAN DER BERG", "vanderberg"), (" Dr. Smith ", "drsmith"), ("Doe", "doe"),
        ("3rd John", "3rdjohn"), ("smith", "smith"), ("Mary123", "mary123"), ("McDonald", "mcdonald"), ("João", "joão"),
        ("MARY", "mary"),
    ]

    /// Without the cities whose letters outside of a to z the library drops: the page keeps them.
    static let cities: [Row] = [
        ("Chicago", "chicago"), ("Washington, D.C.", "washingtondc"), ("District9", "district9"), ("Los/Angeles", "losangeles"),
        ("St-Petersburg", "stpetersburg"), ("Boston", "boston"), ("\r\nChicago\t", "chicago"), ("St. Louis", "stlouis"),
        ("LOS aNGeLes", "losangeles"), ("NEW YORK", "newyork"), ("\tParis\n", "paris"), ("Las Vegas", "lasvegas"),
        ("Fort Worth", "fortworth"), ("London", "london"), ("Zone2B", "zone2b"), ("Paris", "paris"), ("Area51City", "area51city"),
        ("O'Fallon", "ofallon"), ("  London  ", "london"),
    ]

    static let states: [Row] = [
        ("New York", "ny"), ("Colorado", "co"), ("Georgia", "ga"), ("North Carolina", "nc"), ("Delaware", "de"),
        ("      C/a/lifo,rnia.  ", "ca"), ("Michigan", "mi"), ("Hawaii", "hi"), ("Kentucky", "ky"), ("    California.   ", "ca"),
        ("Maryland", "md"), ("Arizona", "az"), ("Arkansas", "ar"), ("Oklahoma", "ok"), ("Montana", "mt"), ("Minnesota", "mn"),
        ("New Hampshire", "nh"), ("North Dakota", "nd"), ("Nebraska", "ne"), ("New Mexico", "nm"), ("Mississippi", "ms"),
        ("Maine", "me"), ("Idaho", "id"), ("New Jersey", "nj"),
    ]

    static let postalCodes: [Row] = [
        ("37221-3312", "37221"), ("A1B 2C3", "a1b2c3"), ("12345-6789-0123", "12345"), ("12345", "12345"), ("M1M 1M1", "m1m1m1"),
        ("12", "12"), ("AB", "ab"), ("94102-4567", "94102"), ("94102", "94102"), ("10001 0001", "100010001"), ("10001", "10001"),
        ("V6B 1A1", "v6b1a1"), ("A1", "a1"), ("\t90210\n", "90210"), ("10001-0001", "10001"), ("75001", "75001"),
        ("EC1A 1BB", "ec1a1bb"), ("90210-1234-5678", "90210"), ("K1A 0A6", "k1a0a6"),
    ]

    static let datesOfBirth: [Row] = [
        ("1995-03-05", "19950305"), ("1990.12-31", "19901231"), ("05-09-2000", "20000509"), ("12 31/1990", "19901231"),
        ("1990-01-02", "19900102"), ("1990.12.31", "19901231"), ("05-03-1995", "19950503"), ("02/16/1997 (mm/dd/yyyy)", "19970216"),
        ("15-01-2000", "20000115"), ("12 31 1990", "19901231"), ("31-12-1990", "19901231"), ("16-2-1997 (dd-mm-yyyy)", "19970216"),
        ("02-13-1990", "19900213"), ("19950305", "19950305"), ("12-31/1990", "19901231"), ("\r\n1990.12.31\t", "19901231"),
        ("30-06-1985", "19850630"), ("\t1990-12-31\n", "19901231"), ("1985-06-30", "19850630"), ("2000-01-15", "20000115"),
        ("06-30-1985", "19850630"), ("20000115", "20000115"), ("13-02-1990", "19900213"), ("03-05-1995", "19950305"),
    ]

    static let genders: [Row] = [
        ("Boy", "m"), ("\t\tgirl\n\n", "f"), ("himself", "m"), ("BOY", "m"), ("father", "m"), ("she", "f"), ("women", nil), ("m", "m"),
        ("dad", "m"), ("        Woman         ", "f"), ("they", nil), ("his", "m"), (" man ", "m"), ("Male", "m"), ("MaN", "m"),
        ("male", "m"), ("men", nil), ("SHE", "f"), ("HE", "m"), ("Girl", "f"), ("  male  ", "m"), ("him", "m"), ("MALE", "m"),
        ("he", "m"),
    ]

    /// Without those that the library cuts to two letters that are no country.
    static let countries: [Row] = [
        ("       United States       ", "us"), ("       US       ", "us"), ("Canada", "ca"), ("United States", "us"), ("gErMaNy", "de"),
        ("Japan", "jp"), ("Germany", "de"),
    ]

    static let externalIDs: [Row] = [
        (" Customer_789 ", "customer_789"), ("\r\next-id-001\t", "ext-id-001"), ("user123", "user123"), ("12345", "12345"),
        ("ID.2023.ABC", "id.2023.abc"), ("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "6ba7b810-9dad-11d1-80b4-00c04fd430c8"),
        ("123abc456def", "123abc456def"), ("CuStOmEr_456", "customer_456"), ("UsEr123", "user123"), ("ABC123DEF", "abc123def"),
        ("{6ba7b814-9dad-11d1-80b4-00c04fd430c8}", "{6ba7b814-9dad-11d1-80b4-00c04fd430c8}"), ("Customer_789", "customer_789"),
        ("EXT-ID-001", "ext-id-001"), ("a1b2c3d4", "a1b2c3d4"), ("\tUSER456\n", "user456"), ("  12345", "12345"), ("USER456", "user456"),
        ("user123abc", "user123abc"), ("id[456]", "id[456]"),
        ("F47AC10B-58CC-4372-A567-0E02B2C3D479", "f47ac10b-58cc-4372-a567-0e02b2c3d479"), ("customer.ref.001", "customer.ref.001"),
        ("!@#$%^&*()", "!@#$%^&*()"), ("0", "0"), ("ref#12345", "ref#12345"),
    ]
}
