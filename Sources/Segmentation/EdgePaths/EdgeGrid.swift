import Raster

/// How strong the edges are in a box of an image, in square cells.
struct EdgeGrid {
  let box: PixelRect
  /// Of a cell, in pixels.
  let side: Int
  /// Cells across and down.
  let size: Size
  /// The length of Sobel's gradient where it is longest in the cell, in the channel where it is longest, 0…1442; row by
  /// row.
  let strengths: [Double]
  /// Where that is, in the image; a cell's middle where there is no edge.
  let places: [PixelPoint]

  /// What is weaker is no edge: steps of less than eight levels, which noise and compression leave everywhere.
  static let weakest = 32.0

  /// - Parameter box: inside the image, not empty.
  /// - Complexity: O(pixels of the box).
  init(_ image: Image, in box: PixelRect, side: Int = 1) {
    (self.box, self.side) = (box, side)
    let size = Size(width: (box.width + side - 1) / side, height: (box.height + side - 1) / side)
    self.size = size
    // Gradients of edges are two pixels wide at least: in larger cells none is missed.
    let step = min(side, 2)
    let middles = Self.middles(of: size, side, box)
    var (places, squares) = (middles, [Int32](repeating: 0, count: size.area))
    image.bytes.withUnsafeBufferPointer { bytes in
      guard let bytes = bytes.baseAddress else { return }
      for y in stride(from: box.y, to: box.maxY, by: step) {
        let channels = (0..<3).map { SobelRow(bytes + $0, row: y, of: image.size) }
        let first = (y - box.y) / side * size.width
        for column in 0..<size.width {
          let start = box.x + column * side
          for x in stride(from: start, to: min(start + side, box.maxX), by: step) {
            let square = max(channels[0].square(at: x), channels[1].square(at: x), channels[2].square(at: x))
            guard square > squares[first + column] else { continue }
            squares[first + column] = square
            places[first + column] = PixelPoint(x: x, y: y)
          }
        }
      }
    }
    strengths = squares.map { Double($0).squareRoot() }
    self.places = zip(zip(places, middles), strengths).map { $1 < Self.weakest ? $0.1 : $0.0 }
  }

  private static func middles(of size: Size, _ side: Int, _ box: PixelRect) -> [PixelPoint] {
    (0..<size.height).flatMap { row in
      (0..<size.width).map { column in
        PixelPoint(
          x: min(box.x + column * side + side / 2, box.maxX - 1), y: min(box.y + row * side + side / 2, box.maxY - 1))
      }
    }
  }

  /// The cell of a point in the box, across and down.
  func cell(of point: PixelPoint) -> PixelPoint {
    PixelPoint(x: (point.x - box.x) / side, y: (point.y - box.y) / side)
  }

  /// What a step into each cell costs per length: `cheapest` where the edge is as strong as at `ends` or stronger,
  /// `dearest` where there is none.
  func costs(between ends: [PixelPoint]) -> Plane<UInt8> {
    let wanted = ends.map { strengths[$0.y * size.width + $0.x] }.reduce(Self.weakest, max)
    let span = Double(Self.dearest - Self.cheapest)
    return Plane(
      size: size,
      elements: strengths.map { Self.dearest - UInt8(min($0, wanted) / wanted * span) })
  }

  static let cheapest: UInt8 = 2
  static let dearest: UInt8 = 32
}
