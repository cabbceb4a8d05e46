import SystemPackage

/// What was read of a folder, and what the person should know about it.
public struct FolderReading: Equatable, Sendable {
  /// Of the images in the order of the list.
  public let states: FolderStates
  /// One sentence for each thing that could not be read.
  public let notices: [String]
}

extension OutputFolder {
  /// The states of `files`: as the log says, else `doing` for those that have a journal.
  ///
  /// Reads one file and one listing and opens no journal. Runs on a worker.
  func readStates(of files: [ImageFile], door: any FileDoor) -> FolderReading {
    var states = FolderStates(count: files.count)
    guard door.isFolder(hidden) else { return FolderReading(states: states, notices: []) }
    var places: [String: Int] = [:]
    places.reserveCapacity(files.count)
    for (place, file) in files.enumerated() { places[file.stem] = place }
    var notices: [String] = []
    do throws(FileError) {
      for stem in try journalStems(door) {
        if let place = places[stem] { states.set(.doing, at: place, isMark: false) }
      }
      notices += try take(door, places, into: &states)
    } catch {
      notices.append("states of images could not be read: \(error.whenReading)")
    }
    return FolderReading(states: states, notices: notices)
  }

  private func take(
    _ door: any FileDoor, _ places: [String: Int], into states: inout FolderStates
  ) throws(FileError) -> [String] {
    let bytes: [UInt8]
    do { bytes = try door.read(folderLog) } catch .notFound { return [] }
    let records = FolderRecords(bytes)
    for line in records.lines {
      guard let place = places[line.stem] else { continue }
      switch line.change {
      case .mark(let status): states.set(status, at: place, isMark: true)
      case .note(let note): states.set(note: note, at: place)
      }
    }
    if !records.isOurs { return ["the list of states is left alone, its form is not known here: \(folderLog.shown)"] }
    let count = records.unreadable
    return count == 0 ? [] : ["\(folderLog.shown): \(count) line\(count == 1 ? "" : "s") could not be read"]
  }

  /// The stems that have a journal.
  private func journalStems(_ door: any FileDoor) throws(FileError) -> [String] {
    let ending = Array(".tessera".utf8)
    return try door.names(in: hidden).compactMap { bytes in
      guard bytes.count > ending.count, bytes.suffix(ending.count).elementsEqual(ending) else { return nil }
      return String(validating: bytes.dropLast(ending.count), as: UTF8.self)
    }
  }
}
