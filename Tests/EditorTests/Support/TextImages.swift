import Raster
import Segmentation

/// Images and masks that people can read: `P3` and `P2`, written as text.
struct TextCodec: ImageCodec {
  func decode(_ bytes: [UInt8], pixelLimit: Int) throws(CodecError) -> Image {
    let words = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace)
    guard words.first == "P3" else { throw .notAnImage }
    let numbers = words.dropFirst().compactMap { Int($0) }
    guard numbers.count > 3, numbers.count == 3 + numbers[0] * numbers[1] * 3 else { throw .truncated(format: "P3") }
    return Image(size: Size(width: numbers[0], height: numbers[1]), bytes: numbers.dropFirst(3).map { UInt8($0) })
  }

  func decodeMask(_ bytes: [UInt8]) throws(CodecError) -> Mask {
    let (size, values) = try gray(bytes)
    return Mask(size: size, elements: values.map { UInt8($0) })
  }

  func encode(_ mask: Mask) throws(CodecError) -> [UInt8] { gray(mask, 255) }

  func decodeObjects(_ bytes: [UInt8]) throws(CodecError) -> ObjectMap {
    let (size, values) = try gray(bytes)
    return ObjectMap(size: size, elements: values.map { UInt16($0) })
  }

  func encode(objects: ObjectMap) throws(CodecError) -> [UInt8] { gray(objects, 65535) }

  private func gray(_ bytes: [UInt8]) throws(CodecError) -> (Size, ArraySlice<Int>) {
    let numbers = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace).dropFirst().compactMap {
      Int($0)
    }
    guard numbers.count > 3, numbers.count == 3 + numbers[0] * numbers[1] else { throw .truncated(format: "P2") }
    return (Size(width: numbers[0], height: numbers[1]), numbers.dropFirst(3))
  }

  private func gray<Value: FixedWidthInteger>(_ plane: Plane<Value>, _ most: Int) -> [UInt8] {
    let rows = (0..<plane.height).map { y in
      (0..<plane.width).map { "\(plane[PixelPoint(x: $0, y: y)])" }.joined(separator: " ")
    }
    return Array((["P2", "\(plane.width) \(plane.height)", "\(most)"] + rows).joined(separator: "\n").utf8)
  }
}

/// An image drawn with letters, one per pixel: `.` and A…Z are colours; each letter's region is a segment.
func drawing(_ rows: [String]) -> [UInt8] {
  let width = rows.first?.count ?? 0
  let pixels = rows.map { row in
    row.map { letter in
      let value = Int(letter.asciiValue ?? 0)
      return "\((value * 7) % 200) \((value * 31) % 200) \((value * 13) % 200)"
    }.joined(separator: "  ")
  }
  return Array((["P3", "\(width) \(rows.count)", "255"] + pixels).joined(separator: "\n").utf8)
}

/// Segments = regions of equal colour, divided into tiles where `tile` asks for it. Tells its progress once.
struct FlatColors: SegmentationMethod {
  let description = MethodDescription(
    name: "flat", aliases: ["same-colour"], summary: "Regions of equal colour",
    parameters: [
      Parameter("tile", .integer(0...64), default: .integer(0), help: "Side of the tiles in pixels, 0 for none")
    ])

  func segment(_ image: Image, _ parameters: Parameters, _ run: MethodRun) throws(SegmentationError) -> LabelMap {
    try run.checkCancelled()
    run.progress(0.5)
    let tile = parameters.integer("tile")
    var labels = LabelMap(size: image.size, filledWith: 0)
    var seen: [Int32: Int32] = [:]
    for y in 0..<image.size.height {
      for x in 0..<image.size.width {
        let color = image[PixelPoint(x: x, y: y)]
        var key = Int32(color.red) << 16 | Int32(color.green) << 8 | Int32(color.blue)
        if tile > 0 { key = Int32(y / tile * image.size.width + x / tile) }
        let label = seen[key] ?? Int32(seen.count + 1)
        seen[key] = label
        labels[PixelPoint(x: x, y: y)] = label
      }
    }
    return labels
  }
}

/// Segments = stripes of equal width; refuses stripes that are wider than the image.
struct Stripes: SegmentationMethod {
  let description = MethodDescription(
    name: "stripes", summary: "Stripes of equal width, whatever the image shows",
    parameters: [
      Parameter("width", .real(0.5...1000), default: .real(5), help: "width of a stripe in pixels", dimension: .length),
      Parameter("direction", .choice(["down", "across"]), default: .choice("down"), help: "where a stripe runs"),
    ])

  func segment(_ image: Image, _ parameters: Parameters, _ run: MethodRun) throws(SegmentationError) -> LabelMap {
    let (width, isDown) = (parameters.real("width"), parameters.choice("direction") == "down")
    guard width <= Double(isDown ? image.size.width : image.size.height) else {
      throw .engine(method: "stripes", message: "the image has no room for a stripe; take a smaller width")
    }
    let labels = (0..<image.size.area).map { at in
      let place = isDown ? at % image.size.width : at / image.size.width
      return Int32(Double(place) / width) + 1
    }
    return LabelMap(size: image.size, elements: labels)
  }
}
