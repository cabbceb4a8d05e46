import OpenCVMethods
import Raster
import Segmentation
import Testing

private let size = Size(width: 80, height: 64)

/// Its darkest and brightest per cent are 0 and 255, so that stretching 16 bits to 8 gives back what was widened.
private let levels: [UInt8] = (0..<size.area).map { at in
  let (x, y) = (at % size.width, at / size.width)
  if y < 2 { return 0 }
  if y >= size.height - 2 { return 255 }
  return UInt8((x / 16 * 53 + y / 15 * 31 + (x * y) % 7) % 256)
}
private let picture = Image(size: size, bytes: levels.flatMap { [$0, $0, $0] })

private func portable(_ kind: String, most: Int, _ samples: [UInt8]) -> [UInt8] {
  Array("\(kind)\n\(size.width) \(size.height)\n\(most)\n".utf8) + samples
}

/// The picture in every depth and channel count that files have.
private let files: [(name: String, bytes: @Sendable () throws -> [UInt8])] = [
  ("RGB, 8 bits", { portable("P6", most: 255, picture.bytes) }),
  ("RGB, 16 bits", { portable("P6", most: 65535, picture.bytes.flatMap { [$0, $0] }) }),
  ("gray, 8 bits", { portable("P5", most: 255, levels) }),
  ("gray, 16 bits", { portable("P5", most: 65535, levels.flatMap { [$0, $0] }) }),
  ("gray PNG, 8 bits", { try OpenCVCodec().encode(Mask(size: size, elements: levels)) }),
  (
    "gray PNG, 16 bits",
    { try OpenCVCodec().encode(labels: LabelMap(size: size, elements: levels.map { Int32($0) * 257 })).bytes }
  ),
]

@Test(arguments: EveryMethod.names)
func segmentsDoNotDependOnTheDepthOfTheFile(method: String) throws {
  let expected = try EveryMethod.segment(picture, method, MethodRun())
  for file in files {
    let image = try OpenCVCodec().decode(file.bytes(), pixelLimit: size.area)
    let areEqual = try EveryMethod.segment(image, method, MethodRun()) == expected
    #expect(areEqual, "\(file.name)")
  }
}
