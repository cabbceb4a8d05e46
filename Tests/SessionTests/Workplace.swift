import Raster
import Segmentation
import SystemPackage

@testable import Session

/// Files that say their pixels in text: `image 4 2` and a byte per pixel, `mask 4 2` likewise.
struct PlainCodec: ImageCodec {
  func decode(_ bytes: [UInt8], pixelLimit: Int) throws(CodecError) -> Image {
    let (size, pixels) = try parse(bytes, "image")
    guard size.area <= pixelLimit else { throw .tooLarge(width: size.width, height: size.height, limit: pixelLimit) }
    return Image(size: size, bytes: pixels.flatMap { [$0, $0, $0] })
  }

  func decodeMask(_ bytes: [UInt8]) throws(CodecError) -> Mask {
    let (size, pixels) = try parse(bytes, "mask")
    return Mask(size: size, elements: pixels)
  }

  func encode(_ mask: Mask) throws(CodecError) -> [UInt8] {
    Array("mask \(mask.size.width) \(mask.size.height)\n".utf8) + mask.elements
  }

  /// `objects 4 2` and two bytes per pixel.
  func encode(objects: ObjectMap) throws(CodecError) -> [UInt8] {
    let samples = objects.elements.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
    return Array("objects \(objects.width) \(objects.height)\n".utf8) + samples
  }

  func decodeObjects(_ bytes: [UInt8]) throws(CodecError) -> ObjectMap {
    guard bytes.starts(with: Array("objects ".utf8)), let end = bytes.firstIndex(of: 10) else {
      throw .notALabelMap("other pixels")
    }
    let words = String(decoding: bytes[..<end], as: UTF8.self).split(separator: " ").compactMap { Int($0) }
    let samples = Array(bytes[(end + 1)...])
    guard words.count == 2, samples.count == words[0] * words[1] * 2 else { throw .truncated(format: "objects") }
    let ids = stride(from: 0, to: samples.count, by: 2).map { UInt16(samples[$0]) | UInt16(samples[$0 + 1]) << 8 }
    return ObjectMap(size: Size(width: words[0], height: words[1]), elements: ids)
  }

  private func parse(_ bytes: [UInt8], _ kind: String) throws(CodecError) -> (Size, [UInt8]) {
    guard let end = bytes.firstIndex(of: 10) else { throw .notAnImage }
    let words = String(decoding: bytes[..<end], as: UTF8.self).split(separator: " ")
    guard words.count == 3, words[0] == kind, let width = Int(words[1]), let height = Int(words[2]) else {
      throw .notAnImage
    }
    let pixels = Array(bytes[(end + 1)...])
    guard pixels.count == width * height else { throw .truncated(format: kind) }
    return (Size(width: width, height: height), pixels)
  }
}

extension PlainCodec: LabelMapCodec {
  func size(of bytes: [UInt8], pixelLimit: Int) throws(CodecError) -> Size {
    try decode(bytes, pixelLimit: pixelLimit).size
  }

  /// `labels 4 2` and four bytes per pixel; the other extension already above 255.
  func encode(labels: LabelMap) throws(CodecError) -> LabelFile {
    let samples = labels.elements.flatMap { label in (0..<4).map { UInt8(truncatingIfNeeded: label >> (8 * $0)) } }
    let bytes = Array("labels \(labels.width) \(labels.height)\n".utf8) + samples
    return LabelFile(bytes: bytes, fileExtension: labels.elements.contains { $0 > 255 } ? "tif" : "png")
  }

  func encode(picture: Image) throws(CodecError) -> [UInt8] {
    Array("picture \(picture.size.width) \(picture.size.height)\n".utf8) + picture.bytes
  }

  func decodeLabels(_ bytes: [UInt8]) throws(CodecError) -> LabelMap {
    guard bytes.starts(with: Array("labels ".utf8)), let end = bytes.firstIndex(of: 10) else {
      throw .notALabelMap("other pixels")
    }
    let words = String(decoding: bytes[..<end], as: UTF8.self).split(separator: " ").compactMap { Int($0) }
    let samples = Array(bytes[(end + 1)...])
    guard words.count == 2, samples.count == words[0] * words[1] * 4 else { throw .truncated(format: "labels") }
    let labels = stride(from: 0, to: samples.count, by: 4).map { at -> Int32 in
      samples[at..<at + 4].reversed().reduce(Int32(0)) { $0 << 8 | Int32($1) }
    }
    return LabelMap(size: Size(width: words[0], height: words[1]), elements: labels)
  }
}

/// Squares of a side; the shift makes another version of the same method.
struct Squares: SegmentationMethod {
  var shift = 0

  let description = MethodDescription(
    name: "squares", summary: "Squares",
    parameters: [Parameter("side", .integer(1...100), default: .integer(2), help: "Side in pixels")])

  func segment(_ image: Image, _ parameters: Parameters, _ run: MethodRun) throws(SegmentationError) -> LabelMap {
    let side = parameters.integer("side")
    let columns = image.size.width / side + 2
    var map = LabelMap(size: image.size, filledWith: 0)
    for y in 0..<image.size.height {
      for x in 0..<image.size.width {
        map[PixelPoint(x: x, y: y)] = Int32((y / side) * columns + (x + shift) / side + 1)
      }
    }
    return map
  }
}

/// A folder with images of 8 x 6 pixels in memory and what opens them.
struct Workplace {
  let files = MemoryFiles()
  var registry = MethodRegistry([Squares()])
  var classes = ClassList([red, blue])
  let output = OutputFolder(root: "/photos_segmented")

  init(_ names: String...) {
    for (index, name) in (names.isEmpty ? ["jet.png"] : names).enumerated() {
      files[FilePath("/photos/\(name)")] = Self.image(fill: UInt8(index))
    }
  }

  static func image(fill: UInt8, width: Int = 8, height: Int = 6) -> [UInt8] {
    Array("image \(width) \(height)\n".utf8) + [UInt8](repeating: fill, count: width * height)
  }

  var list: [ImageFile] { (try? ImageList(["/photos"], door: files))?.files ?? [] }
  let journal: FilePath = "/photos_segmented/.tessera/jet.tessera"

  func opener(force: Bool = false) -> SessionOpener {
    SessionOpener(
      door: files, codec: PlainCodec(), registry: registry, output: output, pixelLimit: 1_000_000, classes: classes,
      force: force)
  }

  func open(
    _ place: Int = 0, method: MethodSpec = MethodSpec("squares"), readOnly: Bool = false, force: Bool = false
  ) throws -> Session {
    let opener = opener(force: force)
    return Session(try opener.prepare(opener.decode(list[place]), method, readOnly: readOnly))
  }

  /// Labels, saves nothing and leaves.
  func label(_ lines: String..., method: MethodSpec = MethodSpec("squares")) throws {
    let session = try open(method: method)
    for line in lines {
      let command = try Command.parse(line)
      if case .method(let spec) = command {
        _ = try session.perform(command, .labels(opener().labels(of: session.image, spec)))
      } else {
        _ = try session.perform(command)
      }
    }
    try session.close()
  }

  func replayer() -> Replayer {
    Replayer(
      door: files, codec: PlainCodec(), registry: registry, pixelLimit: 1_000_000, method: MethodSpec("squares"))
  }
}
