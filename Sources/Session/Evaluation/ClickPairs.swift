import SystemPackage

/// An image and the files that say where its objects are.
public struct ClickPair: Equatable, Sendable {
  /// The image to click in.
  public let image: ImageFile
  /// Label maps, each non-zero label an object, and masks, each an object; in the byte order of their names.
  public let truths: [FilePath]
}

/// Images with the ground truths of their objects, in the byte order of their paths.
public struct ClickPairs: Equatable, Sendable {
  /// At least one.
  public let pairs: [ClickPair]

  /// Matches an image, or a folder of them, with a file or a folder of ground truths.
  ///
  /// In folders, the ground truths of an image have its name without the extension, alone or with `_segments` or
  /// `_mask` and more behind it. A single file is the ground truth of a single image.
  public init(_ images: FilePath, _ truths: FilePath, door: any FileDoor) throws(LabelPairError) {
    let files: [ImageFile]
    do { files = try ImageList([images], door: door).files } catch { throw .images(error) }
    guard door.exists(truths) else { throw .notFound(truths) }
    guard door.isFolder(truths) else {
      guard !door.isFolder(images) else { throw .needsFolder(truths) }
      pairs = files.map { ClickPair(image: $0, truths: [truths]) }
      return
    }
    let names: [FilePath.Component]
    do { names = try door.list(truths) } catch { throw .file(error) }
    let maps = names.filter { isLabelMap($0.bytes) }.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    if maps.isEmpty { throw .empty(truths) }
    pairs = files.map { file in
      let stem = imageName(file.path.nameBytes).key
      return ClickPair(
        image: file, truths: maps.filter { objectName($0.bytes) == stem }.map { truths.appending($0) })
    }
  }
}

/// The name of the image whose objects the file holds.
private func objectName(_ name: [UInt8]) -> [UInt8] {
  let key = imageName(name).key
  let mark = Array("_mask".utf8)
  guard key.count > mark.count else { return key }
  let start = (1...key.count - mark.count).last { key[$0..<$0 + mark.count].elementsEqual(mark) }
  return start.map { Array(key[..<$0]) } ?? key
}
