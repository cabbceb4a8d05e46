import Raster
import Segmentation
import SystemPackage
import Testing

@testable import Session

struct ObjectTests {
  private func pixels(_ rows: String...) -> Session {
    let size = Size(width: rows[0].count, height: rows.count)
    return session(LabelMap(size: size, elements: (0..<Int32(size.area)).map { $0 + 1 }))
  }

  @Test func paintBelongsToTheCurrentObject() throws {
    let session = session(labels("1122", "1122"))
    try session.run("object new", "fill 0 0", "object new", "fill 2 0")
    #expect(session.state.paint == paint("1111", "1111"))
    #expect(session.state.objectMap == paint("1122", "1122"))
    #expect(session.state.pixels(ofObject: 1) == 4 && session.state.objectClass(2) == 1)
    try session.run("unfill 0 0")
    #expect(session.state.objectMap == paint("..22", "..22"), "objects that touch are told apart")
    #expect(session.state.paint == paint("..11", "..11"))
    try session.run("undo", "fill 0 0 blue")
    #expect(session.state.paint == paint("2211", "2211"))
    #expect(session.state.objectMap == paint("..22", "..22"), "an object belongs to one class")
    try session.run("class blue", "object 1", "fill 0 0")
    #expect(session.state.classes.current == 1, "going on with an object selects its class")
    #expect(session.state.objectMap == paint("1122", "1122"))
  }

  @Test func paintOfTheSameClassChangesHands() throws {
    let session = session(labels("1122", "1122"))
    try session.run("fill 0 0", "fill 2 0", "object new", "brush square 1 0 0 1 0")
    #expect(session.state.objectMap == paint("11..", "...."))
    try session.run("object new", "fill 1 0")
    #expect(session.state.objectMap == paint("22..", "...."), "a fill takes what was painted as one")
    try session.run("fill 3 1")
    #expect(session.state.objectMap == paint("2222", "2222"))
    try session.run("object none", "fill 0 0", "brush square 3 0 0")
    #expect(session.state.objectMap == paint("2222", "2222"), "paint that stays keeps its object")
    try session.run("undo 3")
    #expect(session.state.objectMap == nil)
  }

  @Test func withoutObjectsThereIsNoPlane() throws {
    let session = session(labels("1122", "1122"))
    try session.run("fill 0 0", "brush square 3 1 1", "cut 0 0 0 1", "grow 1", "unfill 3 0", "reset", "undo")
    #expect(session.state.objectMap == nil && session.state.objects.isEmpty)
    #expect(session.maskSnapshot().objects == nil)
    #expect(session.history.undoSteps.allSatisfy { $0.patches.allSatisfy { $0.objects.isEmpty } })
  }

  @Test func whichObjectIsCurrentIsNoStep() throws {
    let session = session(labels("12"))
    #expect(try session.perform(.object(.new)).message == "object 1: red")
    #expect(try session.perform(.object(.new)).message == "object 1 has no pixels yet")
    try session.run("fill 0 0", "class blue", "object new", "undo")
    #expect(session.undoDepth == 0 && session.redoDepth == 1 && session.state.objects.current == 2)
    try session.run("redo")
    #expect(session.state.objectMap == paint("1."))
    #expect(try session.perform(.object(.leave)).message == "no object: paint belongs to its class alone")
    #expect(throws: SessionError.unknownObject(3, last: 2)) { try session.run("object 3") }
    #expect(throws: CommandError.self) { try session.run("object 0") }
    #expect(throws: CommandError.self) { try session.run("object 65536") }
  }

  @Test func lockedClassesKeepTheirObjects() throws {
    let session = session(labels("1122", "1122"))
    try session.run("object new", "fill 0 0", "lock red", "object new", "fill 0 0", "brush square 9 1 1")
    #expect(session.state.objectMap == paint("1122", "1122"))
    try session.run("class blue", "brush square 9 1 1")
    #expect(session.state.objectMap == paint("1122", "1122"))
    #expect(session.state.paint == paint("1111", "1111"))
  }

  @Test func mergingClassesTakesObjectsAlong() throws {
    let session = session(labels("12"))
    try session.run("object new", "fill 0 0", "merge-classes red blue")
    #expect(session.state.objectClass(1) == 2 && session.state.objectMap == paint("1."))
    try session.run("object 1", "fill 1 0")
    #expect(session.state.objectMap == paint("11") && session.state.paint == paint("22"))
    try session.run("undo 2")
    #expect(session.state.objectClass(1) == 1 && session.state.paint == paint("1."))
  }

  @Test func whatAClassGainsGoesToTheNearestObject() throws {
    let session = pixels("......", "......")
    try session.run("object new", "fill 0 0", "object new", "fill 5 0", "object none", "fill 3 1", "grow 2")
    #expect(session.state.paint == paint("111111", "111111"))
    #expect(session.state.objectMap == paint("111222", "111.22"), "what belongs to no object does not spread")
    try session.run("undo", "class blue", "object new", "fill 1 0", "grow 1 red")
    #expect(session.state.objectMap == paint("11.222", "1...22"), "paint over an object of another class takes it")
    try session.run("unfill 5 0", "shrink 1 red")
    #expect(session.state.countsOfObjectsAreRight)
  }

  @Test func predictedMasksAreObjectsOfTheirOwn() throws {
    let work = Workplace()
    let session = try work.open()
    func paintMask(_ columns: Range<Int>, _ line: String) throws {
      var plane = LabelMap(size: session.state.size, filledWith: 0)
      for y in 0..<6 { for x in columns { plane[PixelPoint(x: x, y: y)] = 1 } }
      let prediction = SamPrediction(model: .builtIn, scores: [SamScore(0.5)])
      let answer = PreparedAnswer(command: .sam(.predict(prediction)), plane: plane)
      _ = try session.perform(.sam(.predict(SamPrediction())), .answer(answer))
      try session.run(line)
    }
    try session.run("object new")
    try paintMask(0..<3, "sam-paint")
    try paintMask(2..<5, "sam-paint")
    try paintMask(6..<8, "sam-paint blue")
    #expect(session.state.usedObjects == [1, 2, 3] && session.state.objectClass(3) == 2)
    #expect(Array(session.state.objectMap?.elements.prefix(8) ?? []) == [1, 1, 2, 2, 2, 0, 3, 3])
    try session.run("undo")
    try paintMask(7..<8, "sam-paint blue")
    #expect(session.state.usedObjects == [1, 2, 3], "an id without pixels is taken again")
    try session.run("object none")
    try paintMask(0..<8, "sam-paint")
    #expect(session.state.usedObjects == [1, 2])
  }

  @Test func matchesAreObjectsOfTheirOwn() throws {
    let session = session(labels("1111111"))
    let plane = labels("11.1222")
    let order = TemplateOrder(
      found: [FoundTemplate(place: PixelPoint(x: 0, y: 0), score: 0, scale: 1, rotation: 0, name: "t")],
      colors: [red.color, RGB(9, 9, 9)])
    try session.run("object new")
    _ = try session.perform(
      .template(TemplateOrder()), .answer(PreparedAnswer(command: .template(order), plane: plane)))
    #expect(session.state.objectMap == paint("11.2333"))
    #expect((1...3).map(session.state.objectClass) == [1, 1, 3])
    try session.run("undo")
    #expect(session.state.objectMap == nil)
  }

  @Test func relabelingMakesObjectsOfTheOtherClass() throws {
    let session = session(labels("1122.33"))
    try session.run("object new", "fill 0 0", "object new", "fill 2 0", "object new", "fill 5 0 blue")
    #expect(session.state.objectMap == paint("1122..."))
    try session.run("relabel red blue")
    #expect(session.state.objectMap == paint("4455..."))
    #expect(session.state.usedObjects.map(session.state.objectClass) == [2, 2])
    try session.run("undo")
    #expect(session.state.objectMap == paint("1122...") && session.state.objectClass(1) == 1)
  }

  @Test func aPointInsideOfAnObject() throws {
    let session = session(labels("1222", "1112"))
    try session.run("object new", "fill 0 0", "object new", "fill 1 0")
    #expect(session.state.innerPoint(ofObject: 2) == PixelPoint(x: 2, y: 0))
    #expect(session.state.innerPoint(ofObject: 1).map { session.state.object(at: $0) } == 1)
    #expect(session.state.innerPoint(ofObject: 3) == nil)
  }
}

extension SessionState {
  /// Every object's pixels are painted with its class, and counted.
  var countsOfObjectsAreRight: Bool {
    guard let objectMap else { return (1...9).allSatisfy { pixels(ofObject: $0) == 0 } }
    let pairs = zip(objectMap.elements, paint.elements)
    let counts = Dictionary(objectMap.elements.map { ($0, 1) }, uniquingKeysWith: +)
    return objectMap.elements.contains { $0 != 0 }
      && pairs.allSatisfy { $0 == 0 || ($1 != 0 && objectClass(Int($0)) == Int($1)) }
      && (1...objects.last).allSatisfy { pixels(ofObject: $0) == counts[UInt16($0), default: 0] }
  }
}
