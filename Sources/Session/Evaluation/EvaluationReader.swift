import Raster
import SystemPackage

/// Reads what evaluators look at, and says what is wrong with it.
struct EvaluationReader: Sendable {
  let door: any FileDoor
  let codec: any LabelMapCodec
  /// The most pixels that an image may have.
  let pixelLimit: Int

  func image(at path: FilePath) throws(EvaluationFailure) -> Image {
    let bytes = try bytes(of: path)
    do { return try codec.decode(bytes, pixelLimit: pixelLimit) } catch { throw .codec(path, error) }
  }

  /// A ground truth of an image that has `size`.
  func truth(at path: FilePath, of image: FilePath, size: Size) throws(EvaluationFailure) -> LabelMap {
    let bytes = try bytes(of: path)
    let map: LabelMap
    do { map = try codec.decodeLabels(bytes) } catch { throw .codec(path, error) }
    guard map.size == size else { throw .size(image, size, path, map.size) }
    return map
  }

  private func bytes(of path: FilePath) throws(EvaluationFailure) -> [UInt8] {
    do { return try door.read(path) } catch { throw .file(error) }
  }
}
