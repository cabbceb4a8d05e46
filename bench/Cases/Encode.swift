import Display
import Editor
import Raster
import Terminal

/// A whole picture as sixels, against libsixel on the same index plane.
func encodeMeasurements(_ inputs: Inputs) throws -> [Measurement] {
  let screen = Size(width: 1920, height: 1080)
  return try [("harbour.jpg", "smooth"), ("fields.jpg", "natural")].flatMap { sample, kind in
    try encodings(try inputs.image(sample, screen), "1920x1080, \(kind)")
  }
}

private func encodings(_ image: Image, _ input: String) throws -> [Measurement] {
  let pyramid = Pyramid(image)
  var composer = PictureComposer(pyramid, classes: [RGB(204, 0, 0), RGB(78, 154, 6)])
  let viewport = Viewport(image: image.size, canvas: image.size)
  let plane = composer.compose(
    labels: nil, paint: nil, classes: [RGB(204, 0, 0), RGB(78, 154, 6)], viewport: viewport, overlay: .plain,
    cursor: nil,
    changed: nil)
  let palette = composer.palette
  let prepare = milliseconds(runs: 3) {
    composer = PictureComposer(pyramid, classes: [])
  }
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
