import Foundation
import Raster
import Segmentation
import SystemPackage
import TestSupport
import Testing

@testable import Inference
@testable import Session
@testable import tessera

/// A model of the real kind in the real engine, through all that the app puts around it.
@Suite(
  .serialized, .enabled(if: ToyModel.isThere, "needs ../shared/models and OpenVINO, see `tessera doctor`"))
struct ToyModelTests {
  private let size = Size(width: 320, height: 200)
  private let object = PixelRect(x: 60, y: 50, width: 90, height: 80)

  /// A bright block on a dark ground, and another of a third colour.
  private var image: Image {
    let other = PixelRect(x: 200, y: 100, width: 60, height: 60)
    return Image(
      size: size,
      bytes: (0..<size.area).flatMap { at -> [UInt8] in
        let point = PixelPoint(x: at % size.width, y: at / size.width)
        if object.contains(point) { return [230, 180, 60] }
        return other.contains(point) ? [60, 120, 220] : [30, 40, 35]
      })
  }

  private func mask(_ marks: [Command]) throws -> (model: SamModel?, mask: Mask) {
    let service = PredictorService(ModelLibrary(ToyModel.choice, engine: { InstalledEngine.report.engine }))
    let labels = PreparedLabels(method: MethodSpec("none"), labels: LabelMap(size: size, filledWith: 1), count: 1)
    var labeling = Labeling(labels: labels, paint: .empty(size), classes: ClassList())
    for mark in marks {
      _ = labeling.apply(try labeling.plan(mark))
      let question = Command.sam(.predict(SamPrediction()))
      let answer = try service.answer(question, on: image, labeling.state.annotations, MethodRun()) { _ in }
      _ = labeling.apply(try labeling.plan(question, .answer(answer)))
    }
    let answer = try #require(labeling.state.annotations.sam.answer)
    return (answer.model, answer.mask(answer.chosen))
  }

  private func overlap(_ mask: Mask, _ rect: PixelRect) -> Double {
    var (both, either) = (0, 0)
    for at in 0..<size.area {
      let isInside = rect.contains(PixelPoint(x: at % size.width, y: at / size.width))
      both += isInside && mask.elements[at] != 0 ? 1 : 0
      either += isInside || mask.elements[at] != 0 ? 1 : 0
    }
    return Double(both) / Double(max(1, either))
  }

  private func point(_ x: Int, _ y: Int, isForeground: Bool = true) -> Command {
    .sam(.point(PixelPoint(x: x, y: y), isForeground: isForeground))
  }

  @Test func aClickGivesTheObject() throws {
    let (model, mask) = try mask([point(100, 90)])
    #expect(model?.name == "toy_sam.decoder.onnx")
    #expect(overlap(mask, object) > 0.85)
  }

  @Test func aBoxGivesTheObject() throws {
    let box = Command.sam(.box(PixelPoint(x: 50, y: 40), PixelPoint(x: 165, y: 145)))
    #expect(overlap(try mask([box]).mask, object) > 0.85)
  }

  @Test func marksAfterAnAnswerRefineIt() throws {
    let (_, mask) = try mask([point(100, 90), point(70, 60), point(20, 20, isForeground: false)])
    #expect(overlap(mask, object) > 0.85)
    #expect(mask[PixelPoint(x: 20, y: 20)] == 0)
  }
}

/// The models beside the package.
private enum ToyModel {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "../shared/models/toy-sam")
    .standardizedFileURL.path()
  static let choice = ModelChoice(
    encoder: FilePath(folder + "/toy_sam.encoder.onnx"), decoder: FilePath(folder + "/toy_sam.decoder.onnx"))
  static let isThere =
    FileManager.default.fileExists(atPath: choice.encoder.string) && InstalledEngine.report.engine != nil
}
