import Raster

/// How pixels of an image correspond to what the models see.
public struct ImageFit: Equatable, Sendable {
  /// The image.
  public let original: Size
  /// The image as the encoder sees it, without padding.
  public let scaled: Size
  /// What low-resolution masks cover, in scaled pixels: `scaled` with its padding.
  let frame: Size

  /// - Parameter original: at least one pixel.
  init(_ original: Size, _ fit: EncoderSignature.Fit, side: Int) {
    self.original = original
    switch fit {
    case .padded, .longestSide:
      scaled = Self.longest(original, side)
      frame = Size(width: side, height: side)
    case .stretched:
      scaled = Size(width: side, height: side)
      frame = scaled
    case .original:
      scaled = original
      frame = original
    }
  }

  /// Both sides by the same factor, so that the longest is `side`; halves are rounded up.
  static func longest(_ size: Size, _ side: Int) -> Size {
    let factor = Double(side) / Double(max(size.width, size.height))
    func scaled(_ extent: Int) -> Int { max(1, Int((Double(extent) * factor + 0.5).rounded(.down))) }
    return Size(width: scaled(size.width), height: scaled(size.height))
  }

  /// Low-resolution masks cover the image and nothing else.
  var isStretched: Bool { frame == scaled }

  /// A place in the image, in pixels of `size`.
  func point(_ x: Double, _ y: Double, in size: Size) -> [Float] {
    [
      Float(x * Double(size.width) / Double(original.width)), Float(y * Double(size.height) / Double(original.height)),
    ]
  }
}
