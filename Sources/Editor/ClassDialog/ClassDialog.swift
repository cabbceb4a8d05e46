import Session

/// The dialog of the classes while it is open.
struct ClassDialog: Equatable, Sendable {
  /// The chosen class.
  private(set) var number: Int
  /// Over the dialog, while a class is given a colour.
  var picker: ColorPicker?

  init(_ number: Int) { self.number = number }

  /// The chosen row among those of `classes`: a class that was merged has given its place to the next one.
  func row(in classes: ClassList) -> Int {
    let usable = classes.usable
    return usable.firstIndex(of: number) ?? usable.firstIndex { $0 >= number } ?? max(0, usable.count - 1)
  }

  /// The ends hold.
  mutating func choose(_ row: Int, in classes: ClassList) {
    let usable = classes.usable
    if let last = usable.indices.last { number = usable[min(max(row, 0), last)] }
  }
}
