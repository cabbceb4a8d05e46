import OpenCVMethods
import Raster
import Segmentation
import Session
import SystemPackage
import TestSupport

/// What opening and saving are made of.
func fileMeasurements(_ inputs: Inputs) throws -> [Measurement] {
  let decoding = try [(Sizes.two, 5), (Sizes.twelve, 3)].flatMap { try decode(inputs, $0, runs: $1) }
  let regions = try [(Sizes.two, 5), (Sizes.fortyEight, 1)].flatMap { try connect(inputs, $0, runs: $1) }
  let masks = try [(Sizes.two, 5), (Sizes.fortyEight, 2)].map { try save(inputs, $0, runs: $1) }
  return decoding + regions + masks
}

private func decode(_ inputs: Inputs, _ size: Size, runs: Int) throws -> [Measurement] {
  let bytes = try readBytes(inputs.jpeg("fields.jpg", size))
  let codec = OpenCVCodec()
  var image: Image?
  let times = try milliseconds(runs: runs) { image = try codec.decode(bytes, pixelLimit: 512_000_000) }
  let input = "JPEG, \(Sizes.name(size))"
  let pyramid = image.map { image in milliseconds(runs: runs) { _ = Pyramid(image) } } ?? []
  return [
    Measurement("decode", input, times, "ms"), Measurement("smaller copies for the view", input, pyramid, "ms"),
  ]
}

private func connect(_ inputs: Inputs, _ size: Size, runs: Int) throws -> [Measurement] {
  let map = try Maps.superpixels(inputs, size).labels
  let times = milliseconds(runs: runs) { _ = connectedRegions(of: map) }
  let perPixel = times.map { $0 * 1e6 / Double(size.area) }
  return [
    Measurement("connected regions", Sizes.name(size), times, "ms"),
    Measurement("connected regions per pixel", Sizes.name(size), perPixel, "ns"),
  ]
}

/// Two classes with every third segment each.
private func save(_ inputs: Inputs, _ size: Size, runs: Int) throws -> Measurement {
  let session = try sessionInMemory(inputs, size)
  for (index, point) in points(160, in: size).enumerated() {
    _ = try session.perform(.fill(point, .number(index % 2 + 1)))
  }
  let store = MaskStore(
    OutputFolder(root: FilePath(try inputs.folder("masks-\(size.width)"))), door: SystemFiles(), codec: OpenCVCodec())
  let times = try milliseconds(runs: runs) { _ = try store.save(session.maskSnapshot()) }
  return Measurement("save two masks", Sizes.name(size), times, "ms")
}
