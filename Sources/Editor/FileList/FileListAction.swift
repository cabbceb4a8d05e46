import Session

/// What keys and words do in the list of images.
enum FileListAction: Equatable, Sendable {
  /// Opens the list; leaves it where it is open.
  case open
  /// So many rows further down.
  case chooseRow(Int)
  case choosePage(Int)
  case goTo
  /// Begins to write the filter.
  case filter
  case mark(ImageStatus)

  static let words: [(name: String, arguments: String, help: String)] = [
    ("images", "", "List the images with their states beside the picture; a second time leaves"),
    ("images-choose", "ROWS", "In the list of images: so many rows further down"),
    ("images-page", "PAGES", "In the list of images: so many pages further down"),
    ("images-goto", "", "In the list of images: go to the chosen one"),
    ("images-filter", "", "In the list of images: write what is listed, as a part of names, state:todo or note:"),
    ("images-mark", "STATE", "In the list of images: give the chosen one a state, go on with the next"),
  ]

  /// Nil where word and arguments do not fit.
  init?(_ name: String, _ arguments: [String]) {
    let number = arguments.count == 1 ? Int(arguments[0]).flatMap { abs($0) <= 1_000_000 ? $0 : nil } : nil
    switch (name, number, arguments.count) {
    case ("images", _, 0): self = .open
    case ("images-choose", let rows?, _): self = .chooseRow(rows)
    case ("images-page", let pages?, _): self = .choosePage(pages)
    case ("images-goto", _, 0): self = .goTo
    case ("images-filter", _, 0): self = .filter
    case ("images-mark", _, 1):
      guard let status = ImageStatus(rawValue: arguments[0]) else { return nil }
      self = .mark(status)
    default: return nil
    }
  }
}
