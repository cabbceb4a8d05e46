import Display
import Editor
import Raster
import Terminal

/// A whole picture as sixels, against libsixel on the same index plane.
func encodeMeasurements(_ inputs: Inputs) throws -> [Measurement] {
  let screen = Size(width: 1920, height: 1080)
  let whole = try [("harbour.jpg", "smooth"), ("fields.jpg", "natural")].flatMap { sample, kind in
    try encodings(try inputs.image(sample, screen), "1920x1080, \(kind)")
  }
  return whole + patches(try inputs.image("fields.jpg", screen))
}

/// Rectangles of a photograph at 20 places: what an undo shows again.
private func patches(_ image: Image) -> [Measurement] {
  let (plane, palette) = indexed(image)
  return Maps.patches.flatMap { size in
    var random = SplitMix64(seed: 3)
    let rects = (0..<20).map { _ in
      PixelRect(
        x: .random(in: 0...plane.width - size.width, using: &random),
        y: .random(in: 0...plane.height - size.height, using: &random), width: size.width, height: size.height)
    }
    return SixelEncoder.Style.allCases.flatMap { style in
      var (times, bytes): ([Double], [Double]) = ([], [])
      for rect in rects {
        var encoded: [UInt8] = []
        times.append(milliseconds { SixelEncoder(style: style).encode(plane, rect, palette, into: &encoded) })
        bytes.append(Double(encoded.count))
      }
      let input = "\(size.width)x\(size.height), natural, no overlay"
      return [
        Measurement("patch, \(style), bytes", input, bytes, "B"),
        Measurement("patch, \(style), time", input, times, "ms"),
      ]
    }
  }
}

private func indexed(_ image: Image) -> (IndexPlane, Palette) {
  var composer = PictureComposer(PictureSource(image), classes: [RGB(204, 0, 0), RGB(78, 154, 6)])
  let viewport = Viewport(image: image.size, canvas: image.size)
  let plane = composer.compose(
    labels: nil, paint: nil, classes: [RGB(204, 0, 0), RGB(78, 154, 6)], viewport: viewport, overlay: .plain,
    cursor: nil, changed: nil)
  return (plane, composer.palette)
}

private func encodings(_ image: Image, _ input: String) throws -> [Measurement] {
  let (plane, palette) = indexed(image)
  let source = PictureSource(image)
  let prepare = milliseconds(runs: 3) { _ = PictureComposer(source, classes: []) }
  var sizes: [Double] = []
  func time(_ runs: Int, _ encode: (inout [UInt8]) -> Void) -> [Double] {
    var bytes: [UInt8] = []
    let times = milliseconds(runs: runs) {
      bytes.removeAll(keepingCapacity: true)
      encode(&bytes)
    }
    sizes.append(Double(bytes.count) / 1000)
    return times
  }
  let bounds = plane.size.bounds
  let fast = time(15) { SixelEncoder(style: .fast).encode(plane, bounds, palette, into: &$0) }
  let compact = time(15) { SixelEncoder(style: .compact).encode(plane, bounds, palette, into: &$0) }
  let peer = time(5) { LibsixelEncoder().encode(plane, bounds, palette, into: &$0) }
  let peerTime = ("libsixel", Measurement("", "", peer, "ms").median)
  return [
    Measurement("encode, fast", input, fast, "ms", goal: .under(25, ratio: 4), peer: peerTime),
    Measurement("encode, compact", input, compact, "ms", goal: .under(45), peer: peerTime),
    Measurement("bytes, fast", input, [sizes[0]], "KB", peer: ("libsixel", sizes[2])),
    Measurement("bytes, compact", input, [sizes[1]], "KB", peer: ("libsixel", sizes[2])),
    Measurement("palette of an image", input, prepare, "ms"),
  ]
}
