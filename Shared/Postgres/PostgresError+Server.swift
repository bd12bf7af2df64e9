import CPQ

extension PostgresError {
    /// What a failed result says.
    init(result: OpaquePointer) {
        let field = { (code: Int32) in PQresultErrorField(result, code).map { String(cString: $0) } }
        let sqlState = field(stratum_pg_diag_sqlstate).map { SQLState(rawValue: $0) }
        let detail = [field(stratum_pg_diag_message_primary), field(stratum_pg_diag_message_detail)].compactMap { $0 }
        self.init(
            Self.kind(of: sqlState), Self.sentence(for: sqlState), sqlState: sqlState, constraint: field(stratum_pg_diag_constraint_name),
            detail: detail.isEmpty ? String(cString: PQresultErrorMessage(result)) : detail.joined(separator: "; "))
    }

    /// What libpq says of a connection; its text may name hosts and users, so it is kept as detail.
    init(_ kind: Kind, _ sentence: String, connection: OpaquePointer?) {
        let text = connection.flatMap { PQerrorMessage($0) }.map { String(cString: $0) } ?? ""
        let end = text.lastIndex { !$0.isWhitespace }
        self.init(kind, sentence, detail: end.map { String(text[...$0]) } ?? "")
    }

    private static func kind(of sqlState: SQLState?) -> Kind {
        guard let sqlState else { return .connectionLost }
        switch sqlState {
        case .adminShutdown, .crashShutdown: return .connectionLost
        default: return .refused
        }
    }

    private static func sentence(for sqlState: SQLState?) -> String {
        guard let sqlState else { return "the connection to the database was lost" }
        switch sqlState {
        case .uniqueViolation: return "a row with the same key exists"
        case .foreignKeyViolation: return "a row that is referred to does not exist, or is still referred to"
        case .notNullViolation: return "a column that must have a value has none"
        case .checkViolation: return "a value breaks a rule of its table"
        case .serializationFailure, .deadlockDetected: return "another transaction was at work on the same rows"
        case .insufficientPrivilege: return "the role may not do this"
        case .undefinedTable: return "a table does not exist"
        case .diskFull: return "the database's disk is full"
        case .tooManyConnections: return "the database has no connection left"
        case .lockNotAvailable: return "a lock was not free"
        case .queryCanceled: return "the statement was cancelled or took too long"
        case .adminShutdown, .crashShutdown: return "the database ended the connection"
        case .cannotConnectNow: return "the database is starting or stopping"
        default: break
        }
        switch sqlState.errorClass {
        case "22": return "a value does not fit its type"
        case "23": return "a value breaks a constraint"
        case "42": return "a statement does not fit the schema"
        case "53": return "the database is short of resources"
        case "28": return "the database did not accept the role or its password"
        default: return "the database refused a statement"
        }
    }
}
