import Raster
import SystemPackage

/// The instance map that a save wrote.
public struct SavedInstances: Equatable, Sendable {
  /// Where it was written.
  public let path: FilePath
  /// Objects that have pixels.
  public let objects: Int
  /// Of the file's bytes.
  public let digest: Digest
}

extension MaskStore {
  /// The file of the objects that have pixels; nil where there are none.
  func encodeInstances(_ snapshot: MaskSnapshot) throws(MaskError) -> (saved: SavedInstances, bytes: [UInt8])? {
    guard let objects = snapshot.objects else { return nil }
    let count = Set(objects.values).subtracting([0]).count
    guard count > 0 else { return nil }
    let path = output.instances(of: snapshot.stem)
    let bytes: [UInt8]
    do { bytes = try codec.encode(objects: objects.plane) } catch { throw .codec(path.shown, error) }
    return (SavedInstances(path: path, objects: count, digest: Digest(of: bytes)), bytes)
  }

  /// Removes the instance map of an image whose objects are gone; what no session of ours made stays.
  func removeInstances(_ snapshot: MaskSnapshot) throws(FileError) -> [FilePath] {
    let path = output.instances(of: snapshot.stem)
    guard snapshot.objects != nil, let name = path.lastComponent, !snapshot.kept.contains(name), door.exists(path)
    else { return [] }
    try door.remove(path)
    return [path]
  }

  /// Takes the instance map beside masks that were adopted, if there is one and it fits them.
  func adoptInstances(_ file: ImageFile, _ paint: PaintMap, _ adopted: inout AdoptedMasks) {
    let path = output.instances(of: file.stem)
    guard let name = path.lastComponent, door.exists(path) else { return }
    do throws(MaskError) {
      var objects = try instances(at: path, paint.size)
      let unpainted = objects.clear(outside: paint)
      let runs = RunLengthPlane(objects)
      guard let list = ObjectList(of: runs, paint: RunLengthPlane(paint)) else { throw .objectOfTwoClasses }
      if !list.isEmpty { adopted.objects = runs }
      if unpainted > 0 {
        adopted.notices.append("\(printable(name.bytes)): \(unpainted) px that no mask covers belong to no object now")
      }
    } catch {
      adopted.kept.append(name)
      adopted.notices.append("\(printable(name.bytes)) was not loaded: \(error)")
    }
  }

  private func instances(at path: FilePath, _ size: Size) throws(MaskError) -> ObjectMap {
    let bytes: [UInt8]
    do { bytes = try door.read(path) } catch { throw .file(error) }
    let objects: ObjectMap
    do { objects = try codec.decodeObjects(bytes) } catch { throw .codec(path.shown, error) }
    guard objects.size == size else { throw .size(objects.size, expected: size) }
    return objects
  }
}

extension ObjectMap {
  /// Takes objects from where nothing is painted; returns how many pixels that were.
  fileprivate mutating func clear(outside paint: PaintMap) -> Int {
    var count = 0
    elements.withUnsafeMutableBufferPointer { elements in
      paint.elements.withUnsafeBufferPointer { paint in
        for at in paint.indices where paint[at] == 0 && elements[at] != 0 {
          elements[at] = 0
          count += 1
        }
      }
    }
    return count
  }
}
