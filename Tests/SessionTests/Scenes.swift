import Raster
import Segmentation
import SystemPackage

@testable import Session

/// Planes drawn as text: a digit or letter per pixel, `.` is 0.
func labels(_ rows: String...) -> LabelMap { plane(rows) }
func paint(_ rows: String...) -> PaintMap { plane(rows) }

private func plane<Element: FixedWidthInteger & BitwiseCopyable & Sendable>(_ rows: [String]) -> Plane<Element> {
  let elements = rows.flatMap { row in row.map { Element($0 == "." ? 0 : $0.hexDigitValue ?? 99) } }
  return Plane(size: Size(width: rows.first?.count ?? 0, height: rows.count), elements: elements)
}

let red = PaintClass(name: "red", color: RGB(255, 0, 0))
let blue = PaintClass(name: "blue", color: RGB(0, 0, 255))

/// A session in memory over `labels`, classes red and blue, red selected.
func session(_ labels: LabelMap, classes: ClassList = ClassList([red, blue], current: 1)) -> Session {
  let regions = connectedRegions(of: labels)
  let image = Image(size: labels.size, bytes: [UInt8](repeating: 128, count: labels.size.area * 3))
  let prepared = PreparedLabels(method: MethodSpec("drawn"), labels: regions.labels, count: regions.count)
  return Session(PreparedSession(file: ImageFile(path: "drawn.png"), image: image, labels: prepared, classes: classes))
}

extension Session {
  /// Performs command lines one after the other.
  func run(_ lines: String...) throws {
    for line in lines { _ = try perform(Command.parse(line)) }
  }
}
