import ArgumentParser
import Foundation
import Glibc
import OpenCVMethods
import Raster
import Segmentation
import TestSupport

/// One method on one image in a process of its own, so that the peak of memory is this run's; what `segment_peers.py` is
/// for the peers, with the same options and output.
struct Once: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "once", abstract: "Measure one method on one image.", shouldDisplay: false)

  @Argument var method: String
  @Argument var image: String
  @Argument var seconds: Double
  @Option(name: .customLong("set"), help: "A parameter, name=value.") var settings: [String] = []
  @Option(help: "Write the label map, little endian int32.") var labels: String?

  func run() throws {
    let image = try OpenCVCodec().decode(try readBytes(image), pixelLimit: 512_000_000)
    // Tables that are made at the first call are no part of it.
    _ = try segment(corner(of: image, side: 240))
    let before = try Memory(getpid(), forgettingPeak: true).resident
    var (times, peak, map) = ([Double](), 0.0, LabelMap?.none)
    while times.isEmpty || times.count < 5 && times.reduce(0, +) + times[times.count - 1] <= seconds * 1000 {
      map = nil
      times.append(try milliseconds { map = try segment(image) })
      if times.count == 1 { peak = max(0.001, try Memory(getpid()).peak - before + childrensPeak(above: before)) }
    }
    print("times", times.map { "\($0)" }.joined(separator: " "))
    print("peak", peak)
    guard let map else { return }
    print("segments", Set(map.elements).count)
    map.elements.withUnsafeBytes { print("digest", Digest(of: $0)) }
    if let labels { try map.elements.withUnsafeBytes { try writeBytes($0, to: labels) } }
  }

  private var spec: MethodSpec {
    MethodSpec(
      method,
      settings.map { setting in
        let parts = setting.split(separator: "=", maxSplits: 1).map(String.init)
        return .init(parts.first ?? "", parts.count > 1 ? parts[1] : "")
      })
  }

  private func segment(_ image: Image) throws -> LabelMap {
    try MethodRegistry.standard.segment(image, spec)
  }

  private func corner(of image: Image, side: Int) -> Image {
    let size = Size(width: min(side, image.size.width), height: min(side, image.size.height))
    let bytes = (0..<size.height).flatMap { y in
      image.bytes[y * image.size.width * 3..<(y * image.size.width + size.width) * 3]
    }
    return Image(size: size, bytes: bytes)
  }

  /// Methods of OpenCV that cannot be interrupted run in a child; it begins with the pages of its parent.
  private func childrensPeak(above resident: Double) -> Double {
    var usage = rusage()
    getrusage(RUSAGE_CHILDREN.rawValue, &usage)
    return max(0, Double(usage.ru_maxrss) * 1024 / 1e6 - resident)
  }
}
