import SystemPackage

/// The images of a session, sorted by path in byte order.
public struct ImageList: Equatable, Sendable {
  /// At least one image.
  public let files: [ImageFile]

  /// Files are taken as they are; of folders the images, told by their extensions, hidden ones not.
  ///
  /// Opens nothing: an image that cannot be read is found out when its turn comes. Cost: one listing per folder.
  public init(_ paths: [FilePath], recursive: Bool = false, door: any FileDoor) throws(ImageListError) {
    var found: [FoundImage] = []
    for path in paths {
      guard door.exists(path) else { throw .notFound(path) }
      if door.isFolder(path) {
        try Self.collect(path, recursive, door, into: &found)
      } else {
        found.append(FoundImage(path: path, bytes: path.bytes, name: path.nameBytes))
      }
    }
    var stems = StemNames()
    files = sortedByBytes(found).map { image in
      ImageFile(path: image.path, nameBytes: image.name, stem: stems.next(for: image.name))
    }
  }

  /// The image of that name, as shown or as its stem; the first if several folders have one.
  public func place(named name: String) -> Int? {
    files.firstIndex { $0.name == name } ?? files.firstIndex { $0.stem == name }
  }

  private static func collect(
    _ folder: FilePath, _ recursive: Bool, _ door: any FileDoor, into found: inout [FoundImage]
  ) throws(ImageListError) {
    let names = try list(folder, door)
    let before = found.count
    let prefix = folder.bytes + [UInt8(ascii: "/")]
    for name in names where name.first != UInt8(ascii: ".") {
      let bytes = prefix + name
      let isImage = hasExtension(name, in: imageExtensions)
      guard isImage || recursive, let path = FilePath(bytes: bytes) else { continue }
      if isImage {
        found.append(FoundImage(path: path, bytes: bytes, name: name))
      } else if door.isFolder(path) {
        try collectBelow(path, door, into: &found)
      }
    }
    if names.isEmpty { throw .empty(folder) }
    if found.count == before { throw .noImages(folder) }
  }

  /// A subfolder without images is no mistake.
  private static func collectBelow(
    _ folder: FilePath, _ door: any FileDoor, into found: inout [FoundImage]
  ) throws(ImageListError) {
    do { try collect(folder, true, door, into: &found) } catch .empty { return } catch .noImages { return }
  }

  private static func list(_ folder: FilePath, _ door: any FileDoor) throws(ImageListError) -> [[UInt8]] {
    do { return try door.names(in: folder) } catch { throw .file(error) }
  }
}

/// Why there is nothing to open.
public enum ImageListError: Error, Equatable, Sendable, CustomStringConvertible {
  case notFound(FilePath)
  case empty(FilePath)
  case noImages(FilePath)
  case file(FileError)

  /// One sentence: what is wrong, and what to do next.
  public var description: String {
    switch self {
    case .notFound(let path): "\(path.shown): no such file or folder; check the path"
    case .empty(let path): "\(path.shown): the folder is empty; name one that holds images"
    case .noImages(let path):
      "\(path.shown): no images in this folder (JPEG, PNG, BMP, TIFF, WebP, PPM, PGM); use --recursive for its subfolders"
    case .file(let error): "\(error)"
    }
  }
}

/// What the names of images end with.
let imageExtensions: Set<String> = ["jpg", "jpeg", "png", "bmp", "tif", "tiff", "webp", "ppm", "pgm"]

/// An image with its bytes taken out of the path once: with 100,000 files that is what takes the time.
private struct FoundImage {
  let path: FilePath
  let bytes: [UInt8]
  let name: [UInt8]
}

/// Sorted by path, each once.
private func sortedByBytes(_ images: [FoundImage]) -> [FoundImage] {
  let sorted = images.sorted { precedes($0.bytes, $1.bytes) }
  return sorted.indices.filter { $0 == 0 || sorted[$0].bytes != sorted[$0 - 1].bytes }.map { sorted[$0] }
}
