/// The three roles of one service's schema, with the passwords they are to have.
package struct ServiceRoles: Sendable {
    /// The service, its schema and its everyday role have one name.
    package let service: String
    package let ownerPassword: String
    package let password: String
    package let workerPassword: String

    package init(service: String, ownerPassword: String, password: String, workerPassword: String) {
        // It becomes part of statements.
        precondition(
            service.first?.isLetter == true && service.utf8.allSatisfy { ($0 >= 97 && $0 <= 122) || ($0 >= 48 && $0 <= 57) || $0 == 95 },
            "a service's name is a plain name")
        self.service = service
        self.ownerPassword = ownerPassword
        self.password = password
        self.workerPassword = workerPassword
    }

    /// Owns the schema and its tables; used by migrations only.
    package var owner: String { "\(service)_owner" }
    /// Serves calls; sees the rows of the tenants that its transaction names.
    package var everyday: String { service }
    /// Runs background work; sees all tenants, on the tables that migrations open to it.
    package var worker: String { "\(service)_worker" }
}
