import Raster
import Session
import SystemPackage
import Testing

@testable import Editor

@Suite struct FileFilterTests {
  private let names = ["Jet1.JPG", "jet2.png", "Ärger.png", "field.png", "jet field.png"]
  private var files: [ImageFile] { names.map { ImageFile(path: FilePath("/photos/\($0)")) } }

  private var states: FolderStates {
    var states = FolderStates(count: names.count)
    states.set(.done, at: 0, isMark: true)
    states.set(.doing, at: 1, isMark: false)
    states.set(.skipped, at: 3, isMark: true)
    states.set(note: "Second LOOK", at: 2)
    return states
  }

  @Test(
    arguments: [
      ("", nil), ("   ", nil), ("jet", [0, 1, 4]), ("JET", [0, 1, 4]), (".jpg", [0]), ("är", [2]), ("ÄR", [2]),
      ("jet field", [4]), ("field jet", [4]), ("t1.jpgj", []), ("state:todo", [2, 4]), ("state:t", [2, 4]),
      ("state:done,doing", [0, 1]), ("state:d", [0, 1]), ("state:unfinished", [1, 2, 4]), ("state:nonsense", []),
      ("state:", []), ("jet state:todo", [4]), ("note:", [2]), ("note:look", [2]), ("note:other", []),
      ("STATE:Skipped", [3]), ("nowhere", []), (String(repeating: "x", count: 3000), []),
    ] as [(String, [Int32]?)])
  func filtersLetPass(text: String, places: [Int32]?) {
    #expect(FileFilter(text).places(FileNames(files), states) == places)
  }

  /// The search in one piece of memory finds what a search name by name finds.
  @Test func theSearchFindsTheSame() {
    var random = SplitMix64(seed: 9)
    let letters = Array("aAbB.é")
    for _ in 0..<200 {
      func word(_ lengths: ClosedRange<Int>) -> String {
        String((0..<Int.random(in: lengths, using: &random)).map { _ in letters.randomElement(using: &random) ?? "a" })
      }
      let files = (0..<20).map { _ in ImageFile(path: FilePath("/" + word(1...8))) }
      let part = word(1...3).lowercased()
      let wanted = files.indices.filter { files[$0].name.lowercased().utf8.contains(part.utf8) }.map(Int32.init)
      #expect(FileNames(files).places(holding: Array(part.utf8), among: nil) == wanted)
      #expect(
        FileNames(files).places(holding: Array(part.utf8), among: [0, 3, 7])
          == wanted.filter { [0, 3, 7].contains($0) })
    }
  }

  @Test func theChosenImageStaysOrTheNextIsChosen() {
    var list = FileList(total: 10, place: 4)
    list.show([1, 4, 9], total: 10)
    #expect(list.row == 1 && list.place == 4)
    list.show([1, 9], total: 10)
    #expect(list.place == 9)
    list.show([1], total: 10)
    #expect(list.place == 1)
    list.show([], total: 10)
    #expect(list.place == nil && list.count == 0)
    list.show(nil, total: 10)
    #expect(list.place == 0 && list.count == 10)
    list.choose(99)
    #expect(list.place == 9)
    list.choose(-5)
    #expect(list.place == 0)
  }
}

extension Collection where Element == UInt8 {
  fileprivate func contains(_ part: some Collection<UInt8>) -> Bool {
    let (all, part) = (Array(self), Array(part))
    guard part.count <= all.count else { return false }
    return (0...all.count - part.count).contains { Array(all[$0..<$0 + part.count]) == part }
  }
}
