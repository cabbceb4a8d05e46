import Raster
import Segmentation
import TestSupport
import Testing

@testable import Session

/// The simulated annotator: what it paints, and what it counts.
@Suite struct AnnotatorTests {
  /// Stripes of one grey each, four columns wide, numbered from 1; one class each, 0 for none.
  private static func annotator(greys: [UInt8], classes: [Int32]) -> Annotator {
    let size = Size(width: greys.count * 4, height: 6)
    let places = (0..<size.area).map { $0 % size.width / 4 }
    let labels = LabelMap(size: size, elements: places.map { Int32($0 + 1) })
    let image = Image(size: size, bytes: places.flatMap { [greys[$0], greys[$0], greys[$0]] })
    return Annotator(
      image, PreparedLabels(method: MethodSpec("stripes"), labels: labels, count: Int32(greys.count)),
      truth: LabelMap(size: size, elements: places.map { classes[$0] }), hintLetters: { $0 > 26 ? 2 : 1 })
  }

  private static func effort(_ strategy: AnnotationStrategy, greys: [UInt8], classes: [Int32]) throws
    -> AnnotationEffort
  {
    var annotator = annotator(greys: greys, classes: classes)
    return try annotator.label(by: strategy, MethodRegistry([]), MethodRun())
  }

  private static let greys: [UInt8] = [100, 102, 104, 220, 222, 40]
  private static let classes: [Int32] = [1, 1, 1, 2, 2, 0]

  @Test(arguments: [
    // A key and a pointing for each of five; the sixth belongs to no class.
    (AnnotationStrategy.fills, 5, 5),
    // Tab, and a key for each of five; nobody walks on to the last, which belongs to no class.
    (.walk, 6, 0),
    // `;`, two classes, a letter for each of five.
    (.hints, 8, 0),
    // G, Tab, two classes: neighbours look alike enough.
    (.smartFill, 4, 0),
  ]) func whatIsPressedIsCounted(strategy: AnnotationStrategy, keys: Int, pointings: Int) throws {
    let effort = try Self.effort(strategy, greys: Self.greys, classes: Self.classes)
    #expect(effort.steps.last?.keys == keys)
    #expect(effort.steps.last?.pointings == pointings)
    #expect(effort.accuracy == 1)
    #expect(effort.steps.last?.wrong == 0)
    #expect(effort.step(to: 0.99)?.actions == keys + pointings)
  }

  @Test func aSmartFillStopsBeforeWhatIsWrong() throws {
    let effort = try Self.effort(.smartFill, greys: [100, 102, 104, 106], classes: [1, 1, 2, 2])
    #expect(effort.accuracy == 1)
    #expect(effort.steps.last?.wrong == 0)
  }

  @Test func segmentsOfTwoClassesAreNeverWhollyRight() throws {
    let size = Size(width: 8, height: 4)
    let image = Image(size: size, bytes: [UInt8](repeating: 50, count: size.area * 3))
    let truth = LabelMap(size: size, elements: (0..<size.area).map { $0 % 8 < 6 ? 1 : 2 })
    let labels = PreparedLabels(
      method: MethodSpec("one"), labels: LabelMap(size: size, filledWith: 1), count: 1)
    var annotator = Annotator(image, labels, truth: truth, hintLetters: { _ in 1 })
    let effort = try annotator.label(by: .fills, MethodRegistry([]), MethodRun())
    #expect(effort.accuracy == 0.75)
    #expect(effort.steps.last?.wrong == 8)
    #expect(effort.step(to: 0.9) == nil)
    let summary = try #require(AnnotationSummary(of: [effort]))
    #expect(summary.reaches.map(\.failed) == [1, 1])
    #expect(summary.reaches.map(\.actions) == [2, 2], "what failed counts with all that was done")
  }

  /// What is counted is what the session has painted, by every strategy, on scenes with textures and noise.
  @Test(arguments: AnnotationStrategy.allCases) func countsAgreeWithThePaint(strategy: AnnotationStrategy) throws {
    let scene = LeafScene(Size(width: 120, height: 80), things: 12, noise: 4, seed: 5)
    let registry = MethodRegistry([Slic()]).withHierarchy()
    let spec = try registry.resolved(MethodSpec("slic", [.init("segments", "60")]))
    let labels = try PreparedLabels(of: scene.image, spec, registry)
    var annotator = Annotator(scene.image, labels, truth: scene.truth, hintLetters: { _ in 2 })
    let effort = try annotator.label(by: strategy, registry, MethodRun())
    let paint = annotator.session.state.paint
    let painted = zip(paint.elements, scene.truth.elements).filter { $0.0 != 0 && $0.1 != 0 }
    #expect(effort.steps.last?.right == painted.count { Int32($0) == $1 })
    #expect(effort.steps.last?.wrong == painted.count { Int32($0) != $1 })
    #expect(effort.accuracy > 0.7)
    let keys = effort.steps.map(\.keys)
    #expect(keys == keys.sorted())
  }
}
