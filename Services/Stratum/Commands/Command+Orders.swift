import Messages
import Operations
import RPC
import Stubs

extension Command {
    static let ordersCommands = [
        Command(
            CommandSpecification(
                "orders import", "report a day of orders as conversion events", operands: ["FILE…"],
                options: [
                    .option("shift-to", "now", "move all times so that the last order happens now"),
                    .option("customers", "FILE", "a customer book, see `customers synthesize`"),
                    .option("batch", "N", "events in one call, 1 to 1000; 250 when not given"),
                ],
                example: "orders import compose/samples/retail-sample.csv --shift-to now")
        ) { arguments, session in
            var orderImport = OrderImport(arguments, session)
            try await orderImport.run()
        }
    ]
}
