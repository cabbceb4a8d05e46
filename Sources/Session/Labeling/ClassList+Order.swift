extension ClassList {
  /// The classes above a class, the nearest first. Classes that were merged into others are left out: their children
  /// belong to who stands above them.
  public func ancestors(of number: Int) -> [Int] {
    var ancestors: [Int] = []
    var next = self[number]?.parent
    while let parent = next, ancestors.count < classes.count {
      if !isMerged(parent) { ancestors.append(parent) }
      next = self[parent]?.parent
    }
    return ancestors
  }

  /// The class's name behind those of its ancestors: `surface / road`.
  public func path(of number: Int) -> String {
    ([number] + ancestors(of: number)).reversed().compactMap { self[$0]?.name }.joined(separator: " / ")
  }

  /// The numbers as they are listed: children behind their parent, and classes of one parent by rank, then by number.
  /// - Parameter numbers: in order; none of a class that was merged.
  /// - Complexity: O(n log n); O(n) where nothing is ranked and nothing has a parent.
  func arranged(_ numbers: [Int]) -> [Int] {
    guard classes.contains(where: { $0.rank != nil || $0.parent != nil }) else { return numbers }
    let sorted = numbers.sorted { (rank(of: $0), $0) < (rank(of: $1), $1) }
    var children = Array(repeating: [Int](), count: classes.count + 1)
    for number in sorted { children[ancestors(of: number).first ?? 0].append(number) }
    var (listed, waiting): ([Int], [Int]) = ([], children[0].reversed())
    while let number = waiting.popLast() {
      listed.append(number)
      waiting += children[number].reversed()
    }
    return listed
  }

  private func rank(of number: Int) -> Int { self[number]?.rank ?? .max }

  /// Takes what journals do not keep of the classes of a classes file: keys, descriptions, parents and ranks.
  mutating func takeDetails(of others: [PaintClass]) {
    let numbers = others.map { number(of: $0.color) ?? formerColors[$0.color] }
    for (other, number) in zip(others, numbers) {
      guard let number else { continue }
      let old = classes[number - 1]
      classes[number - 1].key = other.key ?? old.key
      classes[number - 1].description = other.description.isEmpty ? old.description : other.description
      classes[number - 1].rank = other.rank ?? old.rank
    }
    for (other, number) in zip(others, numbers) {
      guard let number, let parent = other.parent, numbers.indices.contains(parent - 1) else { continue }
      setParent(of: number, to: numbers[parent - 1])
    }
  }

  /// Nothing happens where a class would become its own ancestor: colours may have moved from class to class.
  mutating func setParent(of number: Int, to parent: Int?) {
    guard let parent, classes.indices.contains(parent - 1) else { return }
    var next: Int? = parent
    while let ancestor = next {
      if ancestor == number { return }
      next = classes[ancestor - 1].parent
    }
    classes[number - 1].parent = parent
  }
}
