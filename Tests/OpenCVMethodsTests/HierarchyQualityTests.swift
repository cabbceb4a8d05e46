import OpenCVMethods
import Raster
import Segmentation
import TestSupport
import Testing

/// Recall and accuracy of `method` on the scene, and how many connected segments it made.
private func scores(_ scene: LeafScene, _ method: String, _ settings: KeyValuePairs<String, String>) throws
  -> (recall: Double, accuracy: Double, segments: Int)
{
  let spec = MethodSpec(method, settings.map { .init($0.key, $0.value) })
  let (labels, count) = connectedRegions(of: try MethodRegistry.standard.segment(scene.image, spec))
  let scores = SegmentationScores(of: labels, against: scene.truth)
  return (scores.boundaryRecall, scores.achievableAccuracy, Int(count))
}

/// Whatever the scene and the number of segments: merging beats OpenCV's superpixels in both scores.
@Test(arguments: UInt64(60)..<64, [60, 40, 25])
func hierarchyBeatsSuperpixelsOfTheSameNumber(seed: UInt64, side: Int) throws {
  let scene = LeafScene(Size(width: 320, height: 240), things: 60 + 40 * Int(seed % 4), noise: 3, seed: seed)
  let superpixel = try scores(scene, "superpixel", ["region_size": "\(side)"])
  let hierarchy = try scores(scene, "hierarchy", ["segments": "\(superpixel.segments)"])
  #expect(hierarchy.segments <= superpixel.segments)
  #expect(hierarchy.recall >= superpixel.recall)
  #expect(hierarchy.accuracy > superpixel.accuracy)
}

@Test func aScenesTruthIsItsRegions() {
  let scene = LeafScene(Size(width: 160, height: 120), things: 50, noise: 5, seed: 3)
  #expect(connectedRegions(of: scene.truth).labels == scene.truth)
  #expect(scene.image == LeafScene(Size(width: 160, height: 120), things: 50, noise: 5, seed: 3).image)
  let sizes = scene.truth.elements.reduce(into: [:] as [Int32: Int]) { $0[$1, default: 0] += 1 }.values
  #expect(sizes.count > 20)
  #expect(sizes.max() ?? 0 < 160 * 120 / 2)
}
