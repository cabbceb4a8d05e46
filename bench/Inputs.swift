import Foundation
import Glibc
import OpenCVMethods
import Raster
import Segmentation
import Session
import SystemPackage
import TestSupport

/// Why a group could not be measured.
struct MissingInput: Error, CustomStringConvertible {
  let description: String
}

/// Images made of `samples/`, kept below `.build` between runs, and a folder that goes away after the run.
final class Inputs {
  let scratch: TemporaryFolder
  let program: String
  let choice: Choice
  private let cache = packageRoot + "/.build/bench-inputs"

  init(_ choice: Choice = Choice()) throws {
    self.choice = choice
    scratch = try TemporaryFolder()
    program = try builtProgram("tessera")
    try FileManager.default.createDirectory(atPath: cache, withIntermediateDirectories: true)
  }

  /// A sample scaled and cropped to `size`, as a JPEG file.
  func jpeg(_ sample: String, _ size: Size) throws -> String {
    let source = packageRoot + "/samples/" + sample
    let target = "\(cache)/\(sample.prefix { $0 != "." })-\(size.width)x\(size.height).jpg"
    if FileManager.default.fileExists(atPath: target) { return target }
    guard FileManager.default.fileExists(atPath: source) else {
      throw MissingInput(description: "no samples/\(sample)")
    }
    guard let convert = installedProgram("convert") else { throw MissingInput(description: "ImageMagick is missing") }
    let geometry = "\(size.width)x\(size.height)"
    let run = try CommandRun.run(
      [
        convert, source, "-resize", geometry + "^", "-gravity", "center", "-extent", geometry, "-quality", "90", target,
      ],
      environment: ["PATH": "/usr/bin:/bin"], seconds: 120)
    guard run.status == .code(0) else { throw MissingInput(description: "ImageMagick: \(run.errorText)") }
    return target
  }

  /// The pixels of a sample scaled to `size`.
  func image(_ sample: String, _ size: Size) throws -> Image {
    try OpenCVCodec().decode(try readBytes(jpeg(sample, size)), pixelLimit: 512_000_000)
  }

  /// A new folder below the scratch folder.
  func folder(_ name: String) throws -> String {
    let path = scratch.path(name)
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
  }
}

/// Sizes by their megapixels, 4:3; the two smallest are those of the design's photographs.
enum Sizes {
  static let thumbnail = Size(width: 481, height: 321)
  static let web = Size(width: 864, height: 486)
  static let small = Size(width: 640, height: 480)
  static let two = Size(width: 1632, height: 1224)
  static let twelve = Size(width: 4000, height: 3000)
  static let fortyEight = Size(width: 8000, height: 6000)

  /// 0.15, 0.42, 2 and 12: how people call them.
  static func rounded(_ size: Size) -> String {
    let hundredths = Int((Double(size.area) / 10_000).rounded())
    return hundredths < 100 ? "0.\(hundredths)" : "\((hundredths + 50) / 100)"
  }

  static func name(_ size: Size) -> String { "\(short(Double(size.area) / 1e6)) MP" }
}

/// Label maps whose segments are known.
enum Maps {
  /// The sizes of the segments of `tiles`, as the design's goals for bytes have them.
  static let patches = [Size(width: 80, height: 80), Size(width: 200, height: 160), Size(width: 400, height: 300)]
  private static let tile = Size(width: 620, height: 310)
  private static let corners = [PixelPoint(x: 410, y: 170), PixelPoint(x: 410, y: 0), PixelPoint(x: 0, y: 0)]

  /// The plane divided into tiles, each with one segment of every size in `patches` and one of the rest; `scale`
  /// enlarges them.
  static func tiles(_ size: Size, scale: Double = 1) -> (labels: LabelMap, count: Int32) {
    var map = LabelMap(size: size, filledWith: 0)
    let columns = Int((Double(size.width) / (Double(tile.width) * scale)).rounded(.up))
    map.elements.withUnsafeMutableBufferPointer { labels in
      for y in 0..<size.height {
        for x in 0..<size.width {
          let (atX, atY) = (Int(Double(x) / scale), Int(Double(y) / scale))
          let number = atY / tile.height * columns + atX / tile.width
          labels[y * size.width + x] = Int32(number * 4 + part(atX % tile.width, atY % tile.height) + 1)
        }
      }
    }
    return connectedRegions(of: map)
  }

  private static func part(_ x: Int, _ y: Int) -> Int {
    for (index, (corner, size)) in zip(corners, patches).enumerated()
    where x >= corner.x && x < corner.x + size.width && y >= corner.y && y < corner.y + size.height {
      return index
    }
    return 3
  }

  /// The middles of the segments of `patches[patch]` in the four tiles around the middle of the image.
  static func middles(_ patch: Int, in size: Size, scale: Double = 1) -> [PixelPoint] {
    let (wide, high) = (Double(tile.width) * scale, Double(tile.height) * scale)
    let first = (x: Int(Double(size.width) / 2 / wide), y: Int(Double(size.height) / 2 / high))
    var middles: [PixelPoint] = []
    for (column, row) in [(0, 0), (-1, 0), (0, -1), (-1, -1)] {
      let x =
        Double(max(0, first.x + column)) * wide + (Double(corners[patch].x) + Double(patches[patch].width) / 2) * scale
      let y =
        Double(max(0, first.y + row)) * high + (Double(corners[patch].y) + Double(patches[patch].height) / 2) * scale
      let point = PixelPoint(x: Int(x), y: Int(y))
      if size.contains(point), !middles.contains(point) { middles.append(point) }
    }
    return middles
  }

  /// About 238 superpixels of a photograph, scaled to `size`: what the peer's figures were taken on.
  static func superpixels(_ inputs: Inputs, _ size: Size) throws -> (labels: LabelMap, count: Int32) {
    let photo = try inputs.image("street.jpg", Sizes.small)
    let spec = MethodSpec("superpixel", [.init("algorithm", "slic"), .init("region_size", "36")])
    let map = try MethodRegistry.standard.segment(photo, spec)
    var scaled = LabelMap(size: size, filledWith: 0)
    for y in 0..<size.height {
      let row = y * map.height / size.height * map.width
      for x in 0..<size.width {
        scaled.elements[y * size.width + x] = map.elements[row + x * map.width / size.width]
      }
    }
    return connectedRegions(of: scaled)
  }
}
