import Raster
import SystemPackage

/// A plane in the form in which it lies in the store, under the name of its digest.
struct StoredPlane: Equatable, Sendable {
  let bytes: [UInt8]
  let digest: Digest
  let fileExtension: String

  init(_ labels: RunLengthPlane<Int32>) {
    bytes = labels.encoded
    digest = Digest(of: bytes)
    fileExtension = "labels"
  }

  init(_ paint: RunLengthPlane<UInt16>) { self.init(paint, "paint") }

  init(objects: RunLengthPlane<UInt16>) { self.init(objects, "objects") }

  private init(_ plane: RunLengthPlane<UInt16>, _ fileExtension: String) {
    bytes = plane.encoded
    digest = Digest(of: bytes)
    self.fileExtension = fileExtension
  }
}

/// Label maps and paint beside the journals, each named by the digest of its bytes: what is there never changes.
struct LabelStore: Sendable {
  let door: any FileDoor
  let folder: FilePath

  /// Writes the plane unless it is there.
  func put(_ plane: StoredPlane) throws(FileError) {
    let path = path(plane.digest, plane.fileExtension)
    if let there = try? door.read(path), Digest(of: there) == plane.digest { return }
    try door.replace(path, with: plane.bytes)
  }

  /// - Returns: nil if no such plane is stored.
  /// - Throws: if it is damaged.
  func labels(_ digest: Digest) throws(StoredPlaneError) -> RunLengthPlane<Int32>? {
    guard let bytes = try bytes(digest, "labels") else { return nil }
    do { return try RunLengthPlane<Int32>(encoded: bytes) } catch { throw damaged(digest, "labels", error) }
  }

  /// - Returns: nil if no such plane is stored.
  /// - Throws: if it is damaged.
  func paint(_ digest: Digest) throws(StoredPlaneError) -> RunLengthPlane<UInt16>? { try plane(digest, "paint") }

  /// - Returns: nil if no such plane is stored.
  /// - Throws: if it is damaged.
  func objects(_ digest: Digest) throws(StoredPlaneError) -> RunLengthPlane<UInt16>? { try plane(digest, "objects") }

  private func plane(
    _ digest: Digest, _ fileExtension: String
  ) throws(StoredPlaneError) -> RunLengthPlane<UInt16>? {
    guard let bytes = try bytes(digest, fileExtension) else { return nil }
    do { return try RunLengthPlane<UInt16>(encoded: bytes) } catch { throw damaged(digest, fileExtension, error) }
  }

  private func bytes(_ digest: Digest, _ fileExtension: String) throws(StoredPlaneError) -> [UInt8]? {
    let path = path(digest, fileExtension)
    let bytes: [UInt8]
    do { bytes = try door.read(path) } catch FileError.notFound { return nil } catch {
      throw StoredPlaneError(description: "\(error)")
    }
    guard Digest(of: bytes) == digest else {
      throw StoredPlaneError(description: "\(path.shown): damaged, its contents do not match its name")
    }
    return bytes
  }

  private func damaged(_ digest: Digest, _ fileExtension: String, _ error: RunLengthCodecError) -> StoredPlaneError {
    StoredPlaneError(description: "\(path(digest, fileExtension).shown): \(error)")
  }

  private func path(_ digest: Digest, _ fileExtension: String) -> FilePath {
    folder.appending("\(digest).\(fileExtension)")
  }
}

/// A stored plane that cannot be used, in words.
struct StoredPlaneError: Error, Equatable, CustomStringConvertible {
  let description: String
}
