import Foundation
import Raster
import SystemPackage
import Testing

@testable import Session

/// A folder of its own on the real disk, removed afterwards.
final class Scratch {
  let folder: FilePath

  init() {
    let name = "tessera-tests-\(ProcessInfo.processInfo.processIdentifier)-\(UInt64.random(in: 0 ... .max))"
    folder = FilePath(FileManager.default.temporaryDirectory.path).appending(name)
    try? SystemFiles().createFolder(folder)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder.string) }
}

struct SystemFilesTests {
  let files = SystemFiles()
  let scratch = Scratch()

  @Test func whatIsWrittenIsRead() throws {
    let path = scratch.folder.appending("a")
    for bytes in [[], [1, 2, 3], [UInt8](repeating: 7, count: 3_000_000)] as [[UInt8]] {
      try files.replace(path, with: bytes)
      #expect(try files.read(path) == bytes)
    }
    #expect(try files.list(scratch.folder) == ["a"])
    #expect(try files.read("/proc/self/cmdline").isEmpty == false)
  }

  @Test func anIdentityTellsContentsApart() throws {
    let (path, other) = (scratch.folder.appending("a"), scratch.folder.appending("b"))
    #expect(files.identity(of: path) == nil && files.identity(of: scratch.folder) == nil)
    try files.replace(path, with: [1])
    let first = try #require(files.identity(of: path))
    #expect(first.size == 1 && files.identity(of: path) == first)
    try files.replace(other, with: [1])
    #expect(files.identity(of: other) != first)
    try files.replace(path, with: [2])
    #expect(files.identity(of: path) != first, "of the same size")
  }

  /// One among the images must not hold up a worker for ever.
  @Test(.timeLimit(.minutes(10))) func aPipeWithoutWriterIsEmptyAndHasNoIdentity() throws {
    let pipe = scratch.folder.appending("pipe.png")
    #expect(pipe.withPlatformString { mkfifo($0, 0o600) } == 0)
    #expect(files.exists(pipe) && files.identity(of: pipe) == nil)
    #expect(try files.read(pipe).isEmpty)
  }

  @Test func namesAreBytesInByteOrder() throws {
    let names: [[UInt8]] = [[0x62], [0xFF, 0xFE], [0x0A], [0x41], [0x1B, 0x5B], Array("é".utf8)]
    for name in names {
      try files.replace(scratch.folder.appending(#require(FilePath.Component(bytes: name))), with: name)
    }
    let listed = try files.list(scratch.folder)
    #expect(listed.map(\.bytes) == names.sorted { $0.lexicographicallyPrecedes($1) })
    for name in listed { #expect(try files.read(scratch.folder.appending(name)) == name.bytes) }
  }

  @Test func whatIsMissingIsNamed() throws {
    let missing = scratch.folder.appending("none")
    #expect(throws: FileError.notFound(missing)) { try files.read(missing) }
    #expect(throws: FileError.notFound(missing)) { try files.list(missing) }
    #expect(throws: FileError.notFound(missing)) { try files.remove(missing) }
    #expect(throws: FileError.notFound(missing)) { try files.replace(missing.appending("a"), with: [1]) }
    #expect(throws: FileError.other(path: scratch.folder, reason: "is a folder; name a file")) {
      try files.read(scratch.folder)
    }
  }

  @Test func foldersAreMadeAndEmptyOnesRemoved() throws {
    let deep = scratch.folder.appending("a").appending("b")
    try files.createFolder(deep)
    try files.createFolder(deep)
    #expect(files.isFolder(deep))
    #expect(throws: FileError.self) { try files.remove(scratch.folder.appending("a")) }
    try files.remove(deep)
    #expect(!files.exists(deep))
  }

  @Test func aLogOnlyGrows() throws {
    let path = scratch.folder.appending("log")
    let log = try files.openLog(path)
    try log.append([1, 2])
    try files.openLog(path).append([3])
    try log.append([4])
    try log.sync()
    #expect(try files.read(path) == [1, 2, 3, 4])
    try log.truncate(to: 1)
    try log.append([9])
    #expect(try files.read(path) == [1, 9])
  }

  @Test func aFullDiskIsSaid() throws {
    let log = try files.openLog("/dev/full")
    #expect(throws: FileError.diskFull("/dev/full")) { try log.append([1]) }
  }

  @Test func aHeldLockTellsWhoHoldsIt() throws {
    let path = scratch.folder.appending("x.lock")
    let lock = try files.lock(path)
    let error = #expect(throws: FileError.self) { try files.lock(path) }
    guard case .heldBy(path, let pid, let host)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(pid == ProcessInfo.processInfo.processIdentifier)
    #expect(host == ProcessInfo.processInfo.hostName.split(separator: ".").first.map(String.init) || !host.isEmpty)
    lock.release()
    #expect(!files.exists(path))
    try files.lock(path).release()
  }

  @Test func aDeadHoldersLockIsTakenOver() throws {
    let path = scratch.folder.appending("x.lock")
    try files.replace(path, with: Array("999999999 elsewhere\n".utf8))
    let lock = try files.lock(path)
    let text = String(decoding: try files.read(path), as: UTF8.self)
    #expect(text.hasPrefix("\(ProcessInfo.processInfo.processIdentifier) "))
    lock.release()
  }

  /// The lock dies with its process, by kill -9 too.
  @Test(.timeLimit(.minutes(10)), .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/flock")))
  func theLockOfAKilledProcessIsFree() throws {
    let path = scratch.folder.appending("x.lock")
    try files.replace(path, with: Array("77 elsewhere\n".utf8))
    let ready = scratch.folder.appending("ready")
    let holder = Process()
    holder.executableURL = URL(fileURLWithPath: "/usr/bin/flock")
    holder.arguments = ["-n", "-o", path.string, "sh", "-c", "echo $$ > \(ready.string); exec sleep 60"]
    try holder.run()
    while (try? files.read(ready))?.last != UInt8(ascii: "\n") { usleep(2_000) }
    #expect(throws: FileError.heldBy(path: path, pid: 77, host: "elsewhere")) { try files.lock(path) }
    kill(holder.processIdentifier, SIGKILL)
    var taken: (any FileLock)?
    while taken == nil {
      taken = try? files.lock(path)
      usleep(2_000)
    }
    taken?.release()
    let sleeper = String(decoding: try files.read(ready).dropLast(), as: UTF8.self)
    kill(try #require(Int32(sleeper)), SIGKILL)
    holder.waitUntilExit()
  }
}

struct ImageListTests {
  private func list(_ names: String..., recursive: Bool = false) throws -> [ImageFile] {
    let files = MemoryFiles()
    for name in names { files[FilePath("/p/\(name)")] = [] }
    return try ImageList(["/p"], recursive: recursive, door: files).files
  }

  @Test func imagesAreSortedByBytesAndOthersSkipped() throws {
    let found = try list("b.png", "a.JPG", "Z.tiff", ".hidden.png", "notes.txt", "x.pngx", "sub/c.png", "é.webp", "png")
    #expect(found.map(\.name) == ["Z.tiff", "a.JPG", "b.png", "é.webp"])
    #expect(found.map(\.stem) == ["Z", "a", "b", "é"])
  }

  @Test func subfoldersOnlyIfAsked() throws {
    #expect(
      try list("b.png", "a/c.png", "a/n.txt", "e/n.txt", ".h/d.png", recursive: true).map(\.path.string)
        == ["/p/a/c.png", "/p/b.png"])
  }

  @Test func equalStemsKeepTheirExtensions() throws {
    #expect(try list("a.jpg", "a.png", "a.png.jpg", "a.tif").map(\.stem) == ["a", "a.png", "a.png.jpg", "a.tif"])
    #expect(try list("x/a.jpg", "y/a.jpg", "z/a.jpg", recursive: true).map(\.stem) == ["a", "a.jpg", "a.jpg~2"])
  }

  @Test func hostileNamesAreShownAndStoredSafely() throws {
    let files = MemoryFiles()
    let names: [[UInt8]] = [
      Array("\u{1b}[2J.png".utf8), [0xFF, 0x2E, 0x70, 0x6E, 0x67], Array("a\nb.png".utf8),
      [UInt8](repeating: 0x61, count: 250) + Array(".png".utf8),
      [UInt8](repeating: 0x61, count: 249) + Array("b.png".utf8), Array("%FF.png".utf8),
    ]
    for name in names { files[FilePath("/p").appending(try #require(FilePath.Component(bytes: name)))] = [] }
    let found = try ImageList(["/p"], door: files).files
    #expect(Set(found.map(\.stem)).count == names.count)
    for file in found {
      #expect(!(file.name + file.stem).unicodeScalars.contains(where: isControl))
      #expect(OutputFolder(root: "/o").mask(of: file.stem, RGB(255, 255, 255)).lastComponent?.bytes.count ?? 999 <= 255)
    }
    #expect(found.map(\.name).contains("\\x1b[2J.png"))
    #expect(found.map(\.name).contains("\\xff.png"))
    #expect(found.map(\.name).contains("a\\nb.png"))
  }

  @Test func whatIsNotThereIsSaid() throws {
    let files = MemoryFiles()
    files["/p/notes.txt"] = []
    files["/empty/x"] = []
    files["/empty/x"] = nil
    #expect(throws: ImageListError.notFound("/none")) { try ImageList(["/none"], door: files) }
    #expect(throws: ImageListError.noImages("/p")) { try ImageList(["/p"], door: files) }
    #expect(throws: ImageListError.empty("/empty")) { try ImageList(["/empty"], door: files) }
    #expect(try ImageList(["/p/notes.txt"], door: files).files.map(\.name) == ["notes.txt"])
  }

  @Test func anImageNamedTwiceIsOneImage() throws {
    let files = MemoryFiles()
    files["/p/b.png"] = []
    files["/p/a.png"] = []
    #expect(try ImageList(["/p/b.png", "/p"], door: files).files.map(\.name) == ["a.png", "b.png"])
  }

  @Test(arguments: [
    ("/p/photos", "/p/photos_segmented"), ("/p/photos/a.png", "/p/photos_segmented"),
    ("/p/photos/", "/p/photos_segmented"),
    ("/p/photos/.", "/p/photos_segmented"),
  ]) func outputIsTheSibling(images: String, output: String) {
    let files = MemoryFiles()
    files["/p/photos/a.png"] = []
    #expect(OutputFolder(besideImages: FilePath(images), door: files).root == FilePath(output))
  }
}
