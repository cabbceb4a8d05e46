import Raster
import SystemPackage

/// The mask files of an output folder.
public struct MaskStore: Sendable {
  /// Where the masks lie.
  public let output: OutputFolder
  let door: any FileDoor
  let codec: any ImageCodec

  /// The masks of `output`.
  public init(_ output: OutputFolder, door: any FileDoor, codec: any ImageCodec) {
    self.output = output
    self.door = door
    self.codec = codec
  }

  /// Writes one mask per class that has pixels and an instance map where there are objects, each atomically, then
  /// removes this image's masks of other classes, and an instance map whose objects are gone.
  ///
  /// Runs on a worker. All masks are encoded before the first is written, and nothing is removed unless all are there.
  /// - Throws: and then every file is either as before or whole and new.
  public func save(_ snapshot: MaskSnapshot) throws(MaskError) -> SavedMasks {
    let masks = try encode(snapshot)
    let instances = try encodeInstances(snapshot)
    do throws(FileError) {
      if !masks.isEmpty { try door.createFolder(output.root) }
      for mask in masks { try door.replace(mask.saved.path, with: mask.bytes) }
      if let instances { try door.replace(instances.saved.path, with: instances.bytes) }
      let removed = try removeStale(snapshot, written: masks.map(\.saved.path))
      let gone = instances == nil ? try removeInstances(snapshot) : []
      return SavedMasks(masks: masks.map(\.saved), instances: instances?.saved, removed: removed + gone)
    } catch {
      throw .file(error)
    }
  }

  private func encode(_ snapshot: MaskSnapshot) throws(MaskError) -> [(saved: SavedMask, bytes: [UInt8])] {
    var masks: [(saved: SavedMask, bytes: [UInt8])] = []
    for number in snapshot.usedClasses {
      guard let paintClass = snapshot.classes[number] else { continue }
      let (mask, pixels) = snapshot.mask(of: number)
      let bytes: [UInt8]
      do { bytes = try codec.encode(mask) } catch { throw .codec(paintClass.name, error) }
      let path = output.mask(of: snapshot.stem, paintClass.color)
      let saved = SavedMask(
        path: path, className: paintClass.name, color: paintClass.color, pixels: pixels, digest: Digest(of: bytes))
      masks.append((saved, bytes))
    }
    return masks
  }

  private func removeStale(_ snapshot: MaskSnapshot, written: [FilePath]) throws(FileError) -> [FilePath] {
    guard door.isFolder(output.root) else { return [] }
    var removed: [FilePath] = []
    for name in try door.list(output.root) where MaskName(fileName: name.bytes, stem: snapshot.stem) != nil {
      let path = output.root.appending(name)
      if written.contains(path) || snapshot.kept.contains(name) { continue }
      try door.remove(path)
      removed.append(path)
    }
    return removed
  }

  /// The paint that the masks in the folder say: what another tool made of this image.
  ///
  /// Where masks overlap, the later name wins. Masks that cannot be read or have another size are left alone.
  func adopt(_ file: ImageFile, _ size: Size, _ classes: inout ClassList) -> AdoptedMasks {
    var adopted = AdoptedMasks()
    guard let names = try? door.list(output.root) else { return adopted }
    var paint: PaintMap?
    for name in names {
      guard let named = MaskName(fileName: name.bytes, stem: file.stem) else { continue }
      do throws(MaskError) {
        let read = try mask(at: output.root.appending(name), size, named.color)
        let number = try number(of: named.color, &classes)
        add(read, number, to: &paint)
        adopted.count += 1
      } catch {
        adopted.kept.append(name)
        adopted.notices.append("\(printable(name.bytes)) was not loaded: \(error)")
      }
    }
    if let paint {
      adopted.paint = RunLengthPlane(paint)
      adoptInstances(file, paint, &adopted)
    }
    return adopted
  }

  private func mask(at path: FilePath, _ size: Size, _ color: RGB) throws(MaskError) -> Mask {
    guard color != RGB(0, 0, 0) else { throw .black }
    let bytes: [UInt8]
    do { bytes = try door.read(path) } catch { throw .file(error) }
    let mask: Mask
    do { mask = try codec.decodeMask(bytes) } catch { throw .codec(path.shown, error) }
    guard mask.size == size else { throw .size(mask.size, expected: size) }
    return mask
  }

  private func number(of color: RGB, _ classes: inout ClassList) throws(MaskError) -> UInt16 {
    if let number = classes.number(of: color) { return UInt16(number) }
    let current = classes.current
    do { try classes.select(color) } catch { throw .tooManyClasses }
    defer { classes.current = current }
    return UInt16(classes.current)
  }

  private func add(_ mask: Mask, _ number: UInt16, to paint: inout PaintMap?) {
    var map = paint ?? PaintMap(size: mask.size, filledWith: 0)
    paint = nil
    map.elements.withUnsafeMutableBufferPointer { map in
      mask.elements.withUnsafeBufferPointer { mask in
        for at in mask.indices where mask[at] != 0 { map[at] = number }
      }
    }
    paint = map
  }
}

/// What was read from the masks of another tool.
struct AdoptedMasks {
  var paint: RunLengthPlane<UInt16>?
  var objects: RunLengthPlane<UInt16>?
  var count = 0
  var kept: [FilePath.Component] = []
  var notices: [String] = []
}

/// One mask that was written.
public struct SavedMask: Equatable, Sendable {
  /// Where the mask was written.
  public let path: FilePath
  /// The class that it shows.
  public let className: String
  /// The colour of the class.
  public let color: RGB
  /// Painted pixels.
  public let pixels: Int
  /// Of the file's bytes.
  public let digest: Digest
}

/// The masks that a save wrote, in the order of the classes, and the files that it removed.
public struct SavedMasks: Equatable, Sendable {
  /// In the order of the classes.
  public let masks: [SavedMask]
  /// The instance map; nil where there are no objects.
  public let instances: SavedInstances?
  /// Masks of classes that have no pixels any more, in byte order, then the instance map of objects that are gone.
  public let removed: [FilePath]
}

/// Why masks were not written or read.
public enum MaskError: Error, Equatable, Sendable, CustomStringConvertible {
  case file(FileError)
  case codec(String, CodecError)
  case size(Size, expected: Size)
  case black
  case tooManyClasses
  case objectOfTwoClasses

  /// One sentence: what is wrong, and what to do next.
  public var description: String {
    switch self {
    case .file(let error): "\(error)"
    case .codec(let name, let error): "\(printable(name)): \(error)"
    case .size(let size, let expected):
      "\(size.width) x \(size.height) pixels; expected the image's \(expected.width) x \(expected.height)"
    case .black: "0,0,0 means background; expected another colour"
    case .tooManyClasses: "there are 65535 classes already"
    case .objectOfTwoClasses: "an object lies in the masks of two classes; expected each inside one"
    }
  }
}
