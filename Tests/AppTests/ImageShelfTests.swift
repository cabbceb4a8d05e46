import Raster
import Segmentation
import Session
import Testing

@testable import tessera

struct ImageShelfTests {
  let scene: PreparingScene
  private var files: [ImageFile] { scene.files }

  init() throws { scene = try PreparingScene() }

  /// A shelf with room for so many images.
  private func shelf(room count: Int, wishes: [ImageFile]? = nil) throws -> ImageShelf {
    var shelf = ImageShelf(byteLimit: try scene.prepared(files[0]).byteCount * count)
    shelf.wish(wishes ?? files, scene.spec)
    return shelf
  }

  private func kept(_ shelf: ImageShelf) -> [Int] { files.indices.filter { shelf[files[$0]] != nil } }

  @Test func theNearestIsNext() throws {
    var shelf = try shelf(room: 9, wishes: [files[3], files[1], files[4]])
    #expect(shelf.next == files[3])
    shelf.put(try scene.prepared(files[3]), of: files[3])
    #expect(shelf.next == files[1])
    shelf.refuse(files[1], .unreadable)
    #expect(shelf.next == files[4])
    shelf.show(files[4])
    #expect(shelf.next == nil)
  }

  @Test func theFarthestGoesFirst() throws {
    var shelf = try shelf(room: 2)
    for place in [5, 3, 1] { shelf.put(try scene.prepared(files[place]), of: files[place]) }
    #expect(kept(shelf) == [1, 3])
    shelf.put(try scene.prepared(files[0]), of: files[0])
    #expect(kept(shelf) == [0, 1])
    #expect(shelf.room(for: files[2]) == 0)
    shelf.put(try scene.prepared(files[4]), of: files[4])
    #expect(kept(shelf) == [0, 1], "a farther one takes no nearer one's place")
    #expect(shelf.next == files[2])
  }

  /// Else it would be made again and again.
  @Test func whatDoesNotFitIsNotTriedAgain() throws {
    var shelf = try shelf(room: 1, wishes: [files[0], files[1]])
    for file in files.prefix(2) { shelf.put(try scene.prepared(file), of: file) }
    #expect(shelf.next == nil)
    shelf.wish([files[1]], scene.spec)
    #expect(shelf.next == files[1], "there is room now")
  }

  @Test func whatIsNotWishedGoes() throws {
    var shelf = try shelf(room: 9)
    for file in files { shelf.put(try scene.prepared(file), of: file) }
    shelf.wish([files[4], files[2]], scene.spec)
    #expect(kept(shelf) == [2, 4])
    shelf.put(try scene.prepared(files[0]), of: files[0])
    #expect(kept(shelf) == [2, 4])
  }

  /// The image on the screen costs nothing, and is there when one goes back to it.
  @Test func theShownImageStays() throws {
    var shelf = try shelf(room: 1, wishes: [files[1]])
    shelf.show(files[0])
    for place in [0, 1] { shelf.put(try scene.prepared(files[place]), of: files[place]) }
    #expect(kept(shelf) == [0, 1])
    shelf.show(files[1])
    shelf.wish([files[2], files[0]], scene.spec)
    #expect(kept(shelf) == [0, 1])
    #expect(shelf.next == files[2])
  }

  @Test func anotherMethodWantsOtherSegments() throws {
    var shelf = try shelf(room: 9, wishes: [files[0]])
    shelf.put(try scene.prepared(files[0]), of: files[0])
    #expect(shelf.next == nil)
    shelf.wish([files[0]], MethodSpec("other"))
    #expect(shelf.next == files[0])
    #expect(shelf[files[0]] != nil, "the pixels stay")
  }

  @Test func segmentsOfAnotherFileAreNotKept() throws {
    var shelf = try shelf(room: 9)
    let image = try scene.prepared(files[0])
    shelf.put(image, of: files[0])
    let other = try #require(scene.opener.identity(of: files[1]))
    shelf.put(nil, wished: MethodSpec("other"), of: files[0], other)
    #expect(shelf[files[0]]?.segments?.wished == scene.spec)
    shelf.put(nil, wished: MethodSpec("other"), of: files[0], image.identity)
    #expect(shelf[files[0]]?.segments?.wished == MethodSpec("other"))
  }

  /// Whatever comes in whatever order, the bound holds and no farther image displaces a nearer one.
  @Test(arguments: UInt64(0)..<30) func theBoundHolds(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let limit = PreparingScene.byteCount * 3
    var shelf = ImageShelf(byteLimit: limit)
    for _ in 0..<40 {
      switch Int.random(in: 0..<4, using: &random) {
      case 0: shelf.wish(files.shuffled(using: &random), scene.spec)
      case 1: shelf.show(try #require(files.randomElement(using: &random)))
      default:
        let file = try #require(files.randomElement(using: &random))
        let nearer = shelf.wishes.prefix { $0 != file }.filter { shelf[$0] != nil }
        let bytes = Int.random(in: PreparingScene.byteCount...limit, using: &random)
        shelf.put(try scene.prepared(file, bytes: bytes), of: file)
        #expect(nearer.allSatisfy { shelf[$0] != nil } || file == shelf.shown)
      }
      // Going on to another image makes the one before count; the list that follows at once puts that right.
      if shelf.byteCount > limit { shelf.wish(shelf.wishes, scene.spec) }
      #expect(shelf.byteCount <= limit)
      let sum = shelf.wishes.filter { $0 != shelf.shown }.reduce(0) { $0 + (shelf[$1]?.byteCount ?? 0) }
      #expect(shelf.byteCount == sum)
    }
  }
}
