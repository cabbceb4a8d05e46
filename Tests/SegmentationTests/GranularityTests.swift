import Raster
import TestSupport
import Testing

@testable import Segmentation

struct GranularityTests {
  private let registry = MethodRegistry([Slic(), Threshold(), Watershed()]).withHierarchy()

  private func settings(_ spec: MethodSpec) -> [String: String] {
    Dictionary(uniqueKeysWithValues: spec.settings.map { ($0.name, $0.value) })
  }

  @Test func aMethodWithACountGoesBothWays() throws {
    let slic = MethodSpec("slic", [.init("compactness", "7")])
    let coarser = settings(try registry.spec(slic, coarserBy: 1))
    #expect(coarser["base"] == "slic")
    #expect(coarser["base_segments"] == "2400")
    #expect(coarser["level"] == "5")
    #expect(coarser["compactness"] == "7")
    #expect(settings(try registry.spec(slic, coarserBy: -4))["level"] == "0")
    #expect(throws: SegmentationError.finest(method: "slic")) { try registry.spec(slic, coarserBy: -5) }
  }

  @Test func aMethodWithoutACountOnlyGetsCoarser() throws {
    for spec in [MethodSpec("threshold"), MethodSpec("slic", [.init("region_size", "20")])] {
      #expect(settings(try registry.spec(spec, coarserBy: 1))["level"] == "1")
      #expect(throws: SegmentationError.finest(method: spec.name)) { try registry.spec(spec, coarserBy: -1) }
    }
  }

  @Test func levelsOfOneHierarchyFollowEachOther() throws {
    let first = try registry.spec(MethodSpec("slic"), coarserBy: 1)
    let second = try registry.spec(first, coarserBy: -3)
    #expect(settings(second)["level"] == "2")
    #expect(try registry.uncut(first) == registry.uncut(second))
    #expect(settings(try registry.spec(second, coarserBy: .max))["level"] == "40")
    #expect(throws: SegmentationError.finest(method: "hierarchy")) { try registry.spec(second, coarserBy: .min) }
    let counted = MethodSpec("hierarchy", [.init("segments", "300"), .init("base_segments", "1200")])
    #expect(settings(try registry.spec(counted, coarserBy: 1))["level"] == "5")
    #expect(settings(try registry.spec(counted, coarserBy: 1))["segments"] == "0")
  }

  /// What the key does at once is what the method computes.
  @Test(arguments: ["slic", "threshold", "watershed"], [0, 1, 4])
  func cutsAreTheMethodsSegments(base: String, steps: Int) throws {
    let scene = Scene(Size(width: 96, height: 70), regions: 9, noise: 12, seed: 5)
    let spec = try registry.spec(MethodSpec(base), coarserBy: steps)
    let hierarchy = try registry.hierarchy(of: scene.image, registry.uncut(spec), MethodRun())
    #expect(try registry.runs(of: hierarchy, spec).plane == registry.segment(scene.image, spec))
  }

  @Test func aHierarchyTakesTheParametersOfItsBase() throws {
    let scene = Scene(Size(width: 64, height: 48), regions: 5, noise: 12, seed: 5)
    let spec = { (compactness: String) in
      MethodSpec("hierarchy", [.init("base_segments", "200"), .init("compactness", compactness)])
    }
    #expect(
      try registry.segment(scene.image, spec("0.5")) != registry.segment(scene.image, spec("90")))
    #expect(throws: SegmentationError.unknownParameter(method: "hierarchy", name: "classe", nearest: "classes")) {
      try registry.resolved(MethodSpec("hierarchy", [.init("base", "threshold"), .init("classe", "3")]))
    }
    #expect(throws: SegmentationError.self) { try registry.resolved(MethodSpec("hierarchy", [.init("classes", "3")])) }
  }
}
