extension Keymap {
  /// The key map as plain text for the manual page: a row per key under the title of its group.
  public var plainText: String {
    let width = helpGroups.flatMap(\.rows).map(\.keys.count).max() ?? 0
    let groups = helpGroups.map { group in
      let rows = group.rows.map { row in
        "  " + row.keys + String(repeating: " ", count: width - row.keys.count) + "  " + row.description
      }
      return ([group.title] + rows).joined(separator: "\n")
    }
    return groups.joined(separator: "\n\n")
  }
}
