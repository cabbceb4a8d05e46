import Raster

/// What keys, drags and words do where people paint by hand, beside the commands of the language.
enum FreehandWord: Equatable, Sendable {
  /// Puts the brush down at the cursor, or lifts it.
  case brushDraw
  /// While the button is down the brush follows the pointer.
  case brushDrag(erases: Bool)
  /// So many sizes larger, or smaller.
  case brushStep(Int)
  /// So many pixels from side to side.
  case brushSize(Int)
  /// Circle or square; the other one where nil.
  case brushShape(BrushShape?)
  /// Brush or eraser.
  case brushEraser
  /// Chooses what is done to a class.
  case reshape(ReshapeMode.Kind)
  /// So many steps more of it, or less.
  case reshapeStep(Int)
  /// The class to combine with so many places further.
  case reshapeOther(Int)
  /// Shows the wand's region around the cursor.
  case wandSeed
  /// The same, or paints the region that is shown.
  case wandAct
  /// So many steps more tolerance, or less.
  case wandStep(Int)
  /// Sets a vertex at the cursor.
  case polygonVertex
  /// While the button is down the vertex under the pointer follows it; where there is none one is set.
  case polygonDrag
  /// Takes the last vertex back.
  case polygonBack
  /// Takes the vertex nearest to the cursor away.
  case polygonDelete
  /// Makes the cursor's place a vertex of the nearest edge.
  case polygonInsert
  /// Vertices and stretches go to the edges of the image, or stay as they are set.
  case polygonSnap
  /// Does what is shown.
  case take
  /// Locks the current class, or unlocks it.
  case toggleLock

  static let words: [(name: String, arguments: String, help: String)] = [
    ("brush-draw", "", "In brush mode: put the brush down at the cursor, or lift it"),
    ("brush-drag", "paint|erase", "In brush mode: draw with the pointer while the button is down"),
    ("brush-step", "STEP", "In brush mode: a larger brush, or a smaller one"),
    ("brush-size", "DIAMETER", "In brush mode: a brush of so many image pixels from side to side, 1 to 512"),
    ("brush-shape", "[circle|square]", "In brush mode: a round brush or a square one"),
    ("brush-eraser", "", "In brush mode: unpaint instead of painting, and back"),
    (
      "reshape", ReshapeMode.Kind.allCases.map(\.rawValue).joined(separator: "|"),
      "In reshape mode: what is done to the class"
    ),
    ("reshape-step", "STEP", "In reshape mode: more of it, or less"),
    ("reshape-other", "STEP", "In reshape mode: the class to combine with, so many places further"),
    ("wand-seed", "", "In wand mode: show the region of like colours around the cursor"),
    ("wand-act", "", "In wand mode: show the region around the cursor, or paint the one that is shown"),
    ("wand-step", "STEP", "In wand mode: more tolerance, or less"),
    ("polygon-vertex", "", "In polygon mode: set a vertex at the cursor"),
    ("polygon-drag", "", "In polygon mode: set a vertex, or move the one under the pointer while the button is down"),
    ("polygon-back", "", "In polygon mode: take the last vertex back"),
    ("polygon-delete", "", "In polygon mode: take away the vertex nearest to the cursor"),
    ("polygon-insert", "", "In polygon mode: a vertex at the cursor, in the nearest edge"),
    (
      "polygon-snap", "",
      "In polygon mode: vertices go to the strongest edge near them and stretches follow edges, or no longer"
    ),
    ("take", "", "Do what is shown"),
    ("toggle-lock", "", "Lock the current class or unlock it: what is painted with it is not painted over"),
  ]

  /// Nil where word and arguments do not fit.
  init?(_ name: String, _ arguments: [String]) {
    let word = arguments.first
    let number = word.flatMap { Int($0) }
    guard arguments.count <= 1 else { return nil }
    switch (name, word, number) {
    case ("brush-draw", nil, _): self = .brushDraw
    case ("brush-drag", "paint", _): self = .brushDrag(erases: false)
    case ("brush-drag", "erase", _): self = .brushDrag(erases: true)
    case ("brush-step", _, let step?) where abs(step) <= 1_000_000: self = .brushStep(step)
    case ("brush-size", _, let size?) where Brush.diameters.contains(size): self = .brushSize(size)
    case ("brush-shape", nil, _): self = .brushShape(nil)
    case ("brush-shape", let name?, _):
      guard let shape = BrushShape(rawValue: name) else { return nil }
      self = .brushShape(shape)
    case ("brush-eraser", nil, _): self = .brushEraser
    case ("reshape", let kind?, _):
      guard let kind = ReshapeMode.Kind(rawValue: kind) else { return nil }
      self = .reshape(kind)
    case ("reshape-step", _, let step?) where abs(step) <= 1_000_000: self = .reshapeStep(step)
    case ("reshape-other", _, let step?) where abs(step) <= 1_000_000: self = .reshapeOther(step)
    case ("wand-seed", nil, _): self = .wandSeed
    case ("wand-act", nil, _): self = .wandAct
    case ("wand-step", _, let step?) where abs(step) <= 1_000_000: self = .wandStep(step)
    case ("polygon-vertex", nil, _): self = .polygonVertex
    case ("polygon-drag", nil, _): self = .polygonDrag
    case ("polygon-back", nil, _): self = .polygonBack
    case ("polygon-delete", nil, _): self = .polygonDelete
    case ("polygon-insert", nil, _): self = .polygonInsert
    case ("polygon-snap", nil, _): self = .polygonSnap
    case ("take", nil, _): self = .take
    case ("toggle-lock", nil, _): self = .toggleLock
    default: return nil
    }
  }
}
