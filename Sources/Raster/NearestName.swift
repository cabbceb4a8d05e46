/// The name that `given` was probably meant to be: at most a third of its letters (at least two) differ.
///
/// Ties go to the earlier name. Cost: the product of the lengths per name.
public func nearestName(to given: String, in names: [String]) -> String? {
  let limit = max(2, given.count / 3)
  let best = names.map { (name: $0, distance: editDistance(given, $0)) }.min { $0.distance < $1.distance }
  return best.flatMap { $0.distance <= limit ? $0.name : nil }
}

/// Levenshtein distance in characters.
func editDistance(_ one: String, _ other: String) -> Int {
  let other = Array(other)
  var row = Array(0...other.count)
  for (i, letter) in one.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, candidate) in other.enumerated() {
      let substituted = diagonal + (letter == candidate ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(substituted, diagonal + 1, row[j] + 1)
    }
  }
  return row[other.count]
}
