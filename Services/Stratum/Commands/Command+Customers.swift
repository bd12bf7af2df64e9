import Operations

extension Command {
    static let customersCommands = [
        Command(
            CommandSpecification(
                "customers synthesize", "make up a customer book for the customers of order files, always the same one",
                operands: ["FILE…"],
                options: [.option("output", "FILE", "where to write it; standard output when not given")],
                example: "customers synthesize compose/samples/retail-sample.csv --output customers.csv"),
            synthesizeCustomers)
    ]

    @Sendable private static func synthesizeCustomers(_ arguments: Arguments, _ session: Session) async throws {
        var ids: Set<String> = []
        for path in arguments.operands {
            do {
                let orders = try RetailOrders(try File.read(path)).orders
                ids.formUnion(orders.map(\.customer).filter { !$0.isEmpty })
            } catch {
                throw StartError.configuration("\(path): \(error).")
            }
        }
        let book = CustomerBook(ids.map(CustomerSynthesis.customer))
        guard let output = arguments["output"] else {
            session.terminal.emit(book.text)
            return
        }
        try File.write(book.text, to: output)
        session.terminal.say("\(ids.count) customers written to \(output)")
        session.terminal.json(#"{"customers":\#(ids.count)}"#)
        session.terminal.hint("stratum orders import \(arguments.operands.joined(separator: " ")) --shift-to now --customers \(output)")
    }
}
