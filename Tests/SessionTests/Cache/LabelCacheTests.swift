import Raster
import Segmentation
import SystemPackage
import Testing

@testable import Session

struct LabelCacheTests {
  let work = Workplace()
  let image = Digest(of: [1])
  let method = MethodSpec("squares", [.init("side", "2"), .init("shift", "0")])
  let size = Size(width: 8, height: 6)
  let long = Duration.seconds(2)
  let folder: FilePath = "/photos_segmented/.tessera/cache"

  init() { work.files["/photos_segmented/.tessera/jet.tessera"] = [] }

  private func cache(
    version: String = "1", byteLimit: Int = 1 << 20, readOnly: Bool = false
  ) -> LabelCache {
    LabelCache(
      door: work.files, output: work.output, version: version, byteLimit: byteLimit, readOnly: readOnly)
  }

  private func labels(_ method: MethodSpec? = nil, seed: Int32 = 0) -> PreparedLabels {
    let elements = (0..<Int32(size.area)).map { ($0 + seed) / 5 % 3 + 1 }
    return PreparedLabels(method: method ?? self.method, labels: LabelMap(size: size, elements: elements), count: 3)
  }

  /// A cache that holds `labels()`, all written.
  private func filled(_ cache: LabelCache) -> LabelCache {
    cache.offer(labels(), of: image, took: long)
    cache.settle()
    return cache
  }

  private var entries: [FilePath] { work.files.names(in: folder).map { FilePath($0) } }

  @Test func whatWasOfferedIsFound() {
    #expect(cache().labels(of: image, method, size) == nil)
    #expect(filled(cache()).labels(of: image, method, size) == labels())
    #expect(cache().labels(of: image, method, size) == labels(), "another run finds it")
  }

  @Test func anythingElseIsNotFound() {
    let cache = filled(cache())
    #expect(cache.labels(of: Digest(of: [2]), method, size) == nil)
    #expect(cache.labels(of: image, MethodSpec("circles", method.settings), size) == nil)
    #expect(cache.labels(of: image, method, Size(width: 6, height: 8)) == nil)
    for index in method.settings.indices {
      var other = method
      other.settings[index].value = "3"
      #expect(cache.labels(of: image, other, size) == nil, "\(Command.method(other))")
      other = method
      other.settings.remove(at: index)
      #expect(cache.labels(of: image, other, size) == nil, "\(Command.method(other))")
    }
    #expect(self.cache(version: "2").labels(of: image, method, size) == nil)
  }

  @Test func aTornOrDamagedEntryIsIgnoredAndReplaced() throws {
    let whole = filled(cache())
    let path = try #require(entries.first)
    let bytes = try #require(work.files[path])
    for length in 0..<bytes.count {
      work.files[path] = Array(bytes.prefix(length))
      #expect(whole.labels(of: image, method, size) == nil, "cut at \(length)")
    }
    for at in bytes.indices {
      work.files[path]?[at] ^= 0x10
      #expect(whole.labels(of: image, method, size) == nil, "byte \(at)")
      work.files[path] = bytes
    }
    work.files[path] = bytes + [0]
    #expect(whole.labels(of: image, method, size) == nil)
    #expect(filled(whole).labels(of: image, method, size) == labels())
    #expect(work.files[path] == bytes)
  }

  /// An entry under the name of another is not taken for it.
  @Test func aMovedEntryIsIgnored() throws {
    let cache = filled(cache())
    let first = try #require(entries.first)
    cache.offer(labels(), of: Digest(of: [2]), took: long)
    cache.settle()
    let second = try #require(entries.first { $0 != first })
    work.files[second] = work.files[first]
    let found = [image, Digest(of: [2])].map { cache.labels(of: $0, method, size) }
    #expect(found == [labels(), nil])
  }

  @Test func theOldestGoesFirst() {
    let entry = CachedLabels.bytes(labels(), key: image).count
    let cache = cache(byteLimit: entry * 3 + entry / 2)
    for number in 0..<UInt8(8) {
      cache.offer(labels(seed: Int32(number)), of: Digest(of: [number]), took: long)
      cache.settle()
    }
    let found = (0..<UInt8(8)).map { cache.labels(of: Digest(of: [$0]), method, size) != nil }
    #expect(found == [false, false, false, false, false, true, true, true])
  }

  /// What a killed run left behind counts and goes.
  @Test func remainsOfAKilledRunGo() {
    work.files[folder.appending(".tessera-1-2.tmp")] = [UInt8](repeating: 0, count: 1 << 20)
    _ = filled(cache())
    #expect(entries.count == 1 && entries.allSatisfy { $0.extension == "labels" })
  }

  @Test func anEntryLargerThanAllIsNotWritten() {
    #expect(filled(cache(byteLimit: 50)).labels(of: image, method, size) == nil)
    #expect(entries.isEmpty)
  }

  @Test(arguments: ["createFolder", "replace", "list", "read"]) func failuresAreNoErrors(call: String) {
    work.files.fail { name, path in name == call ? .noPermission(path) : nil }
    let cache = filled(cache())
    #expect(cache.labels(of: image, method, size) == nil)
  }

  @Test func nothingIsWrittenBesideNoJournal() {
    work.files["/photos_segmented/.tessera/jet.tessera"] = nil
    work.files["/photos_segmented/.tessera/jet.lock"] = []
    let cache = filled(cache())
    #expect(entries.isEmpty)
    work.files["/photos_segmented/.tessera/jet.tessera"] = []
    _ = filled(cache)
    #expect(entries.count == 1)
  }

  @Test func readOnlyAndClosedWriteNothing() {
    _ = filled(cache(readOnly: true))
    let closed = cache()
    closed.close()
    _ = filled(closed)
    #expect(entries.isEmpty)
    _ = filled(cache())
    #expect(cache(readOnly: true).labels(of: image, method, size) == labels())
  }

  @Test func onlyWhatIsReadQuickerIsKept() {
    #expect(LabelCache.isWorthKeeping(bytes: 250_000, took: .milliseconds(75)))
    #expect(!LabelCache.isWorthKeeping(bytes: 250_000, took: .milliseconds(15)))
    #expect(!LabelCache.isWorthKeeping(bytes: 6_000_000, took: .milliseconds(100)))
    let cache = cache()
    cache.offer(labels(), of: image, took: .milliseconds(3))
    cache.settle()
    #expect(entries.isEmpty)
  }
}
