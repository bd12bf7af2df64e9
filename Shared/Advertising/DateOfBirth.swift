/// A date of birth.
struct DateOfBirth: Equatable {
    let year: Int
    let month: Int
    let day: Int

    /// Reads `YYYYMMDD`, or three groups of digits with anything between them: the year is the group of four digits, first or last. Where
    /// the year is last and the others do not tell, the month is first, as Meta's own library has it. Years from 1900 up to `now` (Unix
    /// seconds).
    init?(_ text: String, now: Int64) {
        let groups = text.utf8.split { !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            .map { String(decoding: $0, as: UTF8.self) }
        switch groups.count {
        case 1 where groups[0].count == 8:
            guard let number = Int(groups[0]) else { return nil }
            self.init(year: number / 10_000, month: number / 100 % 100, day: number % 100, now: now)
        case 3 where groups[0].count == 4 && groups.dropFirst().allSatisfy({ $0.count <= 2 }):
            guard let year = Int(groups[0]), let month = Int(groups[1]), let day = Int(groups[2]) else { return nil }
            self.init(year: year, month: month, day: day, now: now)
        case 3 where groups[2].count == 4 && groups.dropLast().allSatisfy({ $0.count <= 2 }):
            guard let first = Int(groups[0]), let second = Int(groups[1]), let year = Int(groups[2]) else { return nil }
            let isDayFirst = first > 12
            self.init(year: year, month: isDayFirst ? second : first, day: isDayFirst ? first : second, now: now)
        default: return nil
        }
    }

    private init?(year: Int, month: Int, day: Int, now: Int64) {
        guard year >= 1900, (1...12).contains(month), (1...Self.days(in: month, of: year)).contains(day),
            Self.daysSince1970(year, month, day) * 86_400 <= now
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
    }

    /// `YYYYMMDD`.
    var digits: String { "\(year * 10_000 + month * 100 + day)" }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func daysSince1970(_ year: Int, _ month: Int, _ day: Int) -> Int64 {
        // Years that begin on 1 March, so that the leap day is last.
        let shifted = month <= 2 ? year - 1 : year
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return Int64(365 * shifted + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468)
    }
}
