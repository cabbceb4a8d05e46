import Display
import Raster

/// The picture on the screen: what of it must be drawn anew, and how many images the terminal holds for it.
struct PictureLayer {
  /// What a frame asks of the terminal.
  enum Plan: Equatable {
    case nothing
    /// Rectangles in cells of the picture, drawn over what is there.
    case patches([CellRect])
    /// The terminal's images are freed first, then the whole picture is drawn.
    case anew([CellRect])

    var rects: [CellRect] {
      switch self {
      case .nothing: []
      case .patches(let rects), .anew(let rects): rects
      }
    }
  }

  /// The picture as the terminal was told to show it; nil if there is none.
  private(set) var shown: Picture?
  private var encoder: any PictureEncoder
  private let capabilities: Capabilities
  /// Images that the terminal keeps since they were freed last, and how many of them the whole picture took.
  private(set) var images = 0
  private var baseImages = 0
  private var rough = RoughCells(columns: 0, rows: 0)
  private var coarse = CoarsePicture()
  /// Of pictures drawn as they are; the first value is that of a photo full of detail.
  private var bytesPerPixel = 0.9

  init(_ capabilities: Capabilities) {
    self.capabilities = capabilities
    if capabilities.graphics == .sixel {
      encoder = SixelEncoder(limit: capabilities.slots == nil ? 16 : 4, rowMultiple: capabilities.rowMultiple)
    } else {
      encoder = HalfBlocks(depth: capabilities.hasTruecolor ? .trueColor : .indexed)
    }
  }

  /// The picture that can be drawn: its plane fits its cells, and its cells the screen.
  func usable(_ picture: Picture?, on screen: CellSize) -> Picture? {
    guard let picture, capabilities.graphics != .none, !picture.cells.isEmpty else { return nil }
    let (cells, cell) = (picture.cells, cellPixels)
    let fits =
      cells.column >= 0 && cells.row >= 0 && cells.column + cells.columns <= screen.columns
      && cells.row + cells.rows <= screen.rows
      && picture.plane.size == Size(width: cells.columns * cell.width, height: cells.rows * cell.height)
    return fits ? picture : nil
  }

  /// Nothing of the picture is on the screen any more; the images may still be held.
  mutating func forget() {
    shown = nil
    rough = RoughCells(columns: 0, rows: 0)
  }

  /// What to draw so that the screen shows `picture`.
  ///
  /// - Parameter mustFree: free the images even if some could be added.
  func plan(_ picture: Picture?, on screen: CellSize, mustFree: Bool = false) -> Plan {
    guard let picture else { return images > 0 && mustFree ? .anew([]) : .nothing }
    let whole = [CellRect(column: 0, row: 0, columns: picture.cells.columns, rows: picture.cells.rows)]
    if mustFree { return .anew(parts(of: whole, picture, on: screen)) }
    let rects = parts(of: dirtyRects(of: picture, shown: shown, grouping: encoder.grouping), picture, on: screen)
    if rects.isEmpty { return .nothing }
    if let room, rects.count > room { return .anew(parts(of: whole, picture, on: screen)) }
    return .patches(rects)
  }

  /// Images that the terminal still takes; nil = any number.
  private var room: Int? {
    guard capabilities.graphics == .sixel, let slots = capabilities.slots else { return nil }
    return slots + 1 - images
  }

  /// Free the images when there is time for it, before the next frames need them.
  var shouldFree: Bool { room.map { $0 < 4 && images > baseImages && shown != nil } ?? false }

  /// The bytes of a plan; from now on `picture` counts as shown, even if a slow link got a rough version of it.
  mutating func encode(_ plan: Plan, _ picture: Picture?, over link: Link) -> [UInt8] {
    if picture?.cells != shown?.cells {
      rough = RoughCells(columns: picture?.cells.columns ?? 0, rows: picture?.cells.rows ?? 0)
    }
    shown = picture
    if case .anew(let rects) = plan { (images, baseImages) = (0, rects.count) }
    guard let picture, !plan.rects.isEmpty else { return [] }
    // Parts that are refined later take images too: not where the terminal's limit makes many parts already.
    let isSlow = link.isSlow(for: Double(pixels(plan.rects)) * bytesPerPixel)
    let isRough = capabilities.graphics == .sixel && plan.rects.count <= 2 && isSlow
    return draw(plan.rects, of: picture, isRough: isRough, over: link)
  }

  private mutating func draw(_ rects: [CellRect], of picture: Picture, isRough: Bool, over link: Link) -> [UInt8] {
    images += capabilities.graphics == .sixel ? rects.count : 0
    rough.mark(rects, isRough: isRough)
    var plane = picture.plane
    if isRough {
      let areas = rects.map { $0.pixels(cellPixels: cellPixels, within: plane.size) }
      coarse.roughen(&plane, areas, picture.palette)
    }
    if var sixel = encoder as? SixelEncoder {
      sixel.style = link.wantsCompactPictures ? .compact : .fast
      encoder = sixel
    }
    let bytes = encoder.encode(
      plane, rects, origin: CellPoint(column: picture.cells.column, row: picture.cells.row), cellPixels: cellPixels,
      palette: picture.palette)
    if !isRough { learnDensity(bytes.count, pixels(rects)) }
    return bytes
  }

  /// Small patches say little: their palettes outweigh their pixels.
  private mutating func learnDensity(_ bytes: Int, _ pixels: Int) {
    if pixels > 20_000 { bytesPerPixel = (bytesPerPixel + Double(bytes) / Double(pixels)) / 2 }
  }

  private func pixels(_ rects: [CellRect]) -> Int { rects.reduce(0) { $0 + $1.columns * $1.rows } * cellPixels.area }

  private var cellPixels: Size { capabilities.spec(cells: CellSize(columns: 0, rows: 0)).cellPixels }
}

// MARK: Refining what is shown roughly

extension PictureLayer {
  /// Some of the picture was only drawn roughly.
  var needsRefining: Bool { !rough.isEmpty }

  /// The next part to draw as it is, about a quarter of a second's worth; in six parts at most, as each is an image.
  ///
  /// - Returns: nil if the terminal holds too many images for it.
  mutating func refine(on screen: CellSize, over link: Link) -> [UInt8]? {
    guard let shown else { return [] }
    let bytesPerRow = Double(max(1, shown.cells.columns * cellPixels.area)) * bytesPerPixel
    let affordable = min(Double(shown.cells.rows), link.bytesInAQuarterSecond / max(1, bytesPerRow))
    let height = max((shown.cells.rows + 5) / 6, Int(affordable))
    guard let band = rough.band(height: height) else { return [] }
    let rects = parts(of: [band], shown, on: screen)
    rough.mark([band], isRough: false)
    if let room, rects.count > room { return nil }
    return rects.isEmpty ? [] : draw(rects, of: shown, isRough: false, over: link)
  }
}

// MARK: What one image may cover

extension PictureLayer {
  /// The rectangles cut to what the terminal takes as one image.
  private func parts(of rects: [CellRect], _ picture: Picture, on screen: CellSize) -> [CellRect] {
    guard capabilities.graphics == .sixel else { return rects }
    return rects.flatMap { rect in
      columnParts(aboveLastRow(rect, picture, on: screen)).flatMap(rowParts)
    }
  }

  /// An image that ends on the last row scrolls the screen.
  private func aboveLastRow(_ rect: CellRect, _ picture: Picture, on screen: CellSize) -> CellRect {
    guard !capabilities.isLastRowSafe else { return rect }
    var rect = rect
    rect.rows = min(rect.rows, screen.rows - 1 - picture.cells.row - rect.row)
    return rect
  }

  private func columnParts(_ rect: CellRect) -> [CellRect] {
    guard !rect.isEmpty else { return [] }
    let limit = max(1, (capabilities.maximumPicture?.width ?? .max) / cellPixels.width)
    return stride(from: 0, to: rect.columns, by: limit).map { start in
      CellRect(
        column: rect.column + start, row: rect.row, columns: min(limit, rect.columns - start), rows: rect.rows)
    }
  }

  /// Where heights must be multiples, a last part that is too low begins higher and overlaps the one above.
  private func rowParts(_ rect: CellRect) -> [CellRect] {
    let multiple = capabilities.rowMultiple
    let highest = max(1, (capabilities.maximumPicture?.height ?? .max) / cellPixels.height)
    let limit = max(multiple, highest / multiple * multiple)
    return stride(from: 0, to: rect.rows, by: limit).flatMap { start -> [CellRect] in
      var part = rect
      (part.row, part.rows) = (rect.row + start, min(limit, rect.rows - start))
      let rest = part.rows % multiple
      guard rest != 0, rect.rows > multiple else { return [part] }
      var last = part
      (last.row, last.rows) = (part.row + part.rows - multiple, multiple)
      part.rows -= rest
      return part.rows > 0 ? [part, last] : [last]
    }
  }
}
