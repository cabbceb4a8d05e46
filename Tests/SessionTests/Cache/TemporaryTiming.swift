import Raster
import Segmentation
import SystemPackage
import Testing

@testable import Session

@Test func temporaryTiming() throws {
  let size = Size(width: 1632, height: 1224)
  var random = SplitMix64(seed: 3)
  var smooth = [UInt8](repeating: 0, count: size.area * 3)
  for y in 0..<size.height { for x in 0..<size.width { for c in 0..<3 { smooth[(y * size.width + x) * 3 + c] = UInt8((x / 7 + y / 5 * c + x * y / 9000) & 255) } } }
  let noise = (0..<size.area * 3).map { _ in UInt8(truncatingIfNeeded: random.next()) }
  let registry = MethodRegistry([Slic(), Threshold()])
  for (name, bytes) in [("smooth", smooth), ("noise", noise)] {
    for method in ["slic", "threshold"] {
      let image = Image(size: size, bytes: bytes)
      var labels: PreparedLabels!
      let took = try (0..<3).map { _ in try ContinuousClock().measure { labels = try PreparedLabels(of: image, MethodSpec(method), registry) } }.min()!
      let key = Digest(of: [1])
      var data: [UInt8] = []
      let encode = ContinuousClock().measure { data = CachedLabels.bytes(labels, key: key) }
      let path: FilePath = "/tmp/prefetch_entry"
      try SystemFiles().replace(path, with: data)
      let read = (0..<5).map { _ in ContinuousClock().measure { let b = try! SystemFiles().read(path); #expect(CachedLabels.labels(b, key: key, labels.method, size) != nil) } }.min()!
      print("TIMING", name, method, "compute", took, "encode", encode, "read", read, "bytes", data.count, "runs", labels.runs.values.count, LabelCache.isWorthKeeping(bytes: data.count, took: took))
    }
  }
}
