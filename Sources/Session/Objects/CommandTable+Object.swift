import Segmentation

extension Command {
  static let objectTable: [CommandDescription] = [
    CommandDescription(
      "object", "new, object NUMBER or object none", .labeling,
      "Begin an object of the current class, go on with one, or with none: paint of its class belongs to it",
      choices: ["new", "none"], read: readObject, write: writeObject)
  ]

  @Sendable private static func readObject(_ words: inout WordReader) throws(CommandError) -> Command {
    let word = try words.next()
    switch (word.text, word.integer) {
    case ("new", _): return .object(.new)
    case ("none", _): return .object(.leave)
    case (_, let id?) where (1...ObjectList.mostObjects).contains(id): return .object(.select(id))
    default: throw words.misfit(word, "new, none or a number from 1 to \(ObjectList.mostObjects)")
    }
  }

  @Sendable private static func writeObject(_ command: Command) -> [String]? {
    switch command {
    case .object(.new): ["new"]
    case .object(.select(let id)): ["\(id)"]
    case .object(.leave): ["none"]
    default: nil
    }
  }
}
