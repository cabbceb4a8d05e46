import Session

/// What the rows of a classes file say of each other: which class is a kind of which, and how they are listed.
struct ClassesOrder {
  private var classes: [PaintClass]
  private let rows: [TOMLValue]
  private let document: TOMLDocument

  /// - Parameter rows: a table for each of `classes`.
  init(_ classes: [PaintClass], _ rows: [TOMLValue], _ document: TOMLDocument) {
    (self.classes, self.rows, self.document) = (classes, rows, document)
  }

  /// The classes with their parents and ranks.
  func arranged() throws(SettingsError) -> [PaintClass] {
    var arranged = classes
    let parents = try parents()
    let orders = try orders(parents)
    // Rows with an order come first; the others follow as they stand.
    let listed = classes.indices.sorted { (orders[$0] ?? .max, $0) < (orders[$1] ?? .max, $1) }
    for (rank, index) in listed.enumerated() { arranged[index].rank = rank }
    for (index, parent) in parents.enumerated() { arranged[index].parent = parent.map { $0 + 1 } }
    return arranged
  }

  /// Per class the index of its parent.
  private func parents() throws(SettingsError) -> [Int?] {
    var parents = [Int?](repeating: nil, count: classes.count)
    for index in classes.indices {
      guard let value = try document.table(rows[index], "class")["parent"] else { continue }
      let name = try document.string(value, "parent")
      guard let parent = classes.firstIndex(where: { $0.name == name }) else {
        let names = classes.map(\.name)
        throw document.error(
          at: value.position, "no class '\(name)'" + suggestion(for: name, among: names, listing: names.count <= 12))
      }
      parents[index] = parent
      if let circle = circle(from: index, parents) {
        let names = circle.map { classes[$0].name }.joined(separator: ", ")
        throw document.error(
          at: value.position, "class '\(classes[index].name)' is above itself (\(names)); take one parent out")
      }
    }
    return parents
  }

  /// The way up from a class to itself; nil where it leads to the top.
  private func circle(from index: Int, _ parents: [Int?]) -> [Int]? {
    var way = [index]
    while let parent = parents[way[way.count - 1]] {
      way.append(parent)
      if parent == index { return way }
    }
    return nil
  }

  private func orders(_ parents: [Int?]) throws(SettingsError) -> [Int?] {
    var orders = [Int?](repeating: nil, count: classes.count)
    for index in classes.indices {
      guard let value = try document.table(rows[index], "class")["order"] else { continue }
      let order = try document.integer(value, "order", in: 0...1_000_000)
      let same = classes.indices.first { orders[$0] == order && parents[$0] == parents[index] }
      if let same {
        throw document.error(at: value.position, "order \(order) belongs to class '\(classes[same].name)' already")
      }
      orders[index] = order
    }
    return orders
  }
}
