import Raster

/// `; did you mean 'undo'?`, or, where nothing is near and the list is short, what there is.
func suggestion(for given: String, among names: [String], listing: Bool = false) -> String {
  if let nearest = nearestName(to: given, in: names) { return "; did you mean '\(nearest)'?" }
  return listing ? "; expected one of \(names.joined(separator: ", "))" : ""
}
