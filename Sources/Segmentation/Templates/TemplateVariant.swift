import Glibc
import Raster

extension TemplateSet {
  /// The set `scale` times as large and turned clockwise by `degrees`; nil where nothing of it is left.
  ///
  /// Colours are interpolated, and averaged where they shrink; attention and segment take the nearest pixel. What a turn
  /// brings in from outside is neither compared nor painted.
  package func variant(scale: Double, degrees: Double) -> TemplateSet? {
    guard scale != 1 || degrees != 0 else { return self }
    // Means are taken first, so that what is turned needs no more than its neighbours.
    let source = scale < 1 ? template.shrunk(by: scale) : template
    let warp = Warp(from: template.size, scale: scale, degrees: degrees)
    let size = warp.target
    var bytes = [UInt8](repeating: 0, count: size.area * 3)
    var (attention, stamp) = (Mask(size: size, filledWith: 0), Mask(size: size, filledWith: 0))
    for at in 0..<size.area {
      let (x, y) = warp.source(ofColumn: at % size.width, row: at / size.width)
      guard x >= 0, y >= 0, x < Double(template.size.width), y < Double(template.size.height) else { continue }
      let nearest = PixelPoint(x: Int(x), y: Int(y))
      attention.elements[at] = self.attention[nearest]
      stamp.elements[at] = self.stamp[nearest]
      let factor = (
        Double(source.size.width) / Double(template.size.width),
        Double(source.size.height) / Double(template.size.height)
      )
      source.interpolate(x * factor.0, y * factor.1, into: &bytes, at: at * 3)
    }
    guard attention.elements.contains(255) else { return nil }
    return TemplateSet(
      name: name, template: Image(size: size, bytes: bytes), attention: attention, stamp: stamp, colors: colors)
  }
}

/// Where the pixels of a turned and scaled picture come from.
private struct Warp {
  let target: Size
  private let from: Size
  private let scale: Double
  private let (cosine, sine): (Double, Double)

  init(from: Size, scale: Double, degrees: Double) {
    (self.from, self.scale) = (from, scale)
    (cosine, sine) = Self.direction(degrees)
    let (width, height) = (Double(from.width) * scale, Double(from.height) * scale)
    func side(_ length: Double) -> Int { max(1, Int((length - 1e-6).rounded(.up))) }
    let isStraight = cosine == 0 || sine == 0
    let sides = (width * abs(cosine) + height * abs(sine), width * abs(sine) + height * abs(cosine))
    target = Size(
      width: isStraight ? max(1, Int(sides.0.rounded())) : side(sides.0),
      height: isStraight ? max(1, Int(sides.1.rounded())) : side(sides.1))
  }

  /// In pixels of the source, whose first pixel covers 0…1.
  func source(ofColumn column: Int, row: Int) -> (x: Double, y: Double) {
    let (x, y) = (Double(column) + 0.5 - Double(target.width) / 2, Double(row) + 0.5 - Double(target.height) / 2)
    return (
      (x * cosine + y * sine) / scale + Double(from.width) / 2,
      (y * cosine - x * sine) / scale + Double(from.height) / 2
    )
  }

  /// Exact at right angles.
  private static func direction(_ degrees: Double) -> (cosine: Double, sine: Double) {
    let turn = degrees.truncatingRemainder(dividingBy: 360)
    switch turn < 0 ? turn + 360 : turn {
    case 0: return (1, 0)
    case 90: return (0, 1)
    case 180: return (-1, 0)
    case 270: return (0, -1)
    case let angle: return (cos(angle * .pi / 180), sin(angle * .pi / 180))
    }
  }
}

extension Image {
  fileprivate func shrunk(by scale: Double) -> Image {
    let size = Size(
      width: max(1, Int((Double(self.size.width) * scale).rounded())),
      height: max(1, Int((Double(self.size.height) * scale).rounded())))
    var bytes = [UInt8](repeating: 0, count: size.area * 3)
    let whole = Area(x: 0, y: 0, width: Double(self.size.width), height: Double(self.size.height))
    resample(self, whole, into: &bytes, canvasWidth: size.width, size.bounds)
    return Image(size: size, bytes: bytes)
  }

  /// Writes the colour between the four pixels around a point.
  fileprivate func interpolate(_ x: Double, _ y: Double, into target: inout [UInt8], at place: Int) {
    let (left, top) = ((x - 0.5).rounded(.down), (y - 0.5).rounded(.down))
    let (fx, fy) = (x - 0.5 - left, y - 0.5 - top)
    func column(_ x: Double) -> Int { min(max(Int(x), 0), size.width - 1) }
    func row(_ y: Double) -> Int { min(max(Int(y), 0), size.height - 1) * size.width }
    for channel in 0..<3 {
      func value(_ x: Double, _ y: Double) -> Double { Double(bytes[(row(y) + column(x)) * 3 + channel]) }
      let upper = value(left, top) * (1 - fx) + value(left + 1, top) * fx
      let lower = value(left, top + 1) * (1 - fx) + value(left + 1, top + 1) * fx
      target[place + channel] = UInt8((upper * (1 - fy) + lower * fy).rounded())
    }
  }
}
