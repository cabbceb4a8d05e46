import Dispatch
import Editor
import Foundation
import OpenCVMethods
import Raster
import Segmentation
import Session
import Synchronization
import SystemPackage
import TestSupport

@testable import tessera

/// A folder of small images, each of one colour, and what opens them: it tells what was decoded and segmented.
final class PreparingScene: Sendable {
  static let size = Size(width: 40, height: 30)
  /// Of an image of this scene with its pyramid, without segments.
  static let byteCount = Pyramid(image(0)).levels.reduce(0) { $0 + $1.bytes.count }

  let folder: TemporaryFolder
  let files: [ImageFile]
  let codec = ToldCodec()
  let method = GatedMethod()
  let opener: SessionOpener
  let spec = MethodSpec("gated", [.init("side", "10")])

  init(count: Int = 6) throws {
    folder = try TemporaryFolder()
    let photos = folder.path("photos")
    try FileManager.default.createDirectory(atPath: photos, withIntermediateDirectories: true)
    for number in 0..<count {
      try writeBytes(PNGFile.encode(Self.image(UInt8(number))), to: photos + "/\(number).png")
    }
    files = (0..<count).map { ImageFile(path: FilePath(photos + "/\($0).png")) }
    opener = SessionOpener(
      door: SystemFiles(), codec: codec, registry: MethodRegistry([method]),
      output: OutputFolder(root: FilePath(folder.path("masks"))), pixelLimit: 1_000_000)
  }

  static func image(_ value: UInt8) -> Image {
    Image(size: size, bytes: [UInt8](repeating: value, count: size.area * 3))
  }

  func store(byteLimit: Int = 1 << 24) -> PreparedImages { PreparedImages(opener: opener, byteLimit: byteLimit) }

  /// An image with everything, made without a store.
  func prepared(_ file: ImageFile, bytes: Int? = nil) throws -> PreparedImage {
    let decoded = try opener.decode(file)
    let runs = bytes.map { max(1, ($0 - Self.byteCount) / 8) } ?? 1
    let elements = (0..<Int32(Self.size.area)).map { $0 < Int32(runs) ? $0 + 1 : Int32(runs) }
    let labels = PreparedLabels(
      method: spec, labels: LabelMap(size: Self.size, elements: elements), count: Int32(runs))
    return PreparedImage(
      identity: opener.identity(of: file) ?? FileIdentity(device: 0, inode: 0, size: 0, modified: 0, changed: 0),
      decoded: decoded, source: PictureSource(decoded.image), segments: (spec, labels))
  }

  /// The files of the output folder, which nobody may have made.
  var written: [String] { (try? FileManager.default.subpathsOfDirectory(atPath: folder.path("masks"))) ?? [] }
}

/// Tells the value of each image's first pixel as it decodes it.
final class ToldCodec: ImageCodec {
  let decoded = Mutex<[UInt8]>([])

  func decode(_ bytes: [UInt8], pixelLimit: Int) throws(CodecError) -> Image {
    let image = try OpenCVCodec().decode(bytes, pixelLimit: pixelLimit)
    decoded.withLock { $0.append(image.bytes[0]) }
    return image
  }

  func decodeMask(_ bytes: [UInt8]) throws(CodecError) -> Mask { try OpenCVCodec().decodeMask(bytes) }
  func encode(_ mask: Mask) throws(CodecError) -> [UInt8] { try OpenCVCodec().encode(mask) }
  func decodeObjects(_ bytes: [UInt8]) throws(CodecError) -> ObjectMap { try OpenCVCodec().decodeObjects(bytes) }
  func encode(objects: ObjectMap) throws(CodecError) -> [UInt8] { try OpenCVCodec().encode(objects: objects) }
}

/// Squares, once the gate is open. Waits there, and leaves when it is cancelled.
final class GatedMethod: SegmentationMethod {
  struct State {
    var isOpen = true
    var entered: [UInt8] = []
    var cancelled: [UInt8] = []
  }

  let state = Mutex(State())
  let description = MethodDescription(
    name: "gated", summary: "Squares behind a gate",
    parameters: [Parameter("side", .integer(1...100), default: .integer(10), help: "Side in pixels")])

  func set(open isOpen: Bool) { state.withLock { $0.isOpen = isOpen } }
  var entered: [UInt8] { state.withLock { $0.entered } }
  var cancelled: [UInt8] { state.withLock { $0.cancelled } }

  func segment(_ image: Image, _ parameters: Parameters, _ run: MethodRun) throws(SegmentationError) -> LabelMap {
    let value = image.bytes[0]
    state.withLock { $0.entered.append(value) }
    while !state.withLock({ $0.isOpen }) {
      if run.isCancelled() {
        state.withLock { $0.cancelled.append(value) }
        throw .cancelled
      }
      usleep(500)
    }
    run.progress(0.5)
    run.offer { LabelMap(size: image.size, filledWith: 1) }
    let side = Int32(parameters.integer("side"))
    let (width, columns) = (Int32(image.size.width), Int32(image.size.width) / side + 1)
    return LabelMap(
      size: image.size,
      elements: (0..<Int32(image.size.area)).map { $0 / width / side * columns + $0 % width / side + 1 })
  }
}

struct TimeOut: Error, CustomStringConvertible {
  let description: String
}

/// Waits for the background; a minute is for machines that do other things as well.
func wait(for what: String, until condition: () -> Bool) throws {
  let end = ContinuousClock.now + .seconds(60)
  while !condition() {
    guard ContinuousClock.now < end else { throw TimeOut(description: "\(what) did not come") }
    usleep(500)
  }
}
