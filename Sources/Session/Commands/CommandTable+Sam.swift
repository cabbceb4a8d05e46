import Raster
import Segmentation

extension Command {
  static let samTable: [CommandDescription] = [
    CommandDescription(
      "sam-point", "foreground [X Y] or sam-point background [X Y]", .labeling,
      "Segment Anything: say that the object is at a point, or that it is not",
      choices: ["foreground", "background"],
      read: { words throws(CommandError) in
        let isForeground = try words.choice(SamSide.self) == .foreground
        return .sam(.point(try words.optionalPoint(), isForeground: isForeground))
      },
      write: {
        guard case .sam(.point(let point, let isForeground)) = $0 else { return nil }
        return [(isForeground ? SamSide.foreground : .background).rawValue] + words(point)
      }),
    CommandDescription(
      "sam-box", "X Y X Y", .labeling, "Segment Anything: say that the object lies in a box",
      read: { words throws(CommandError) in .sam(.box(try words.point(), try words.point())) },
      write: { if case .sam(.box(let one, let other)) = $0 { words(one) + words(other) } else { nil } }),
    CommandDescription(
      "sam-predict",
      "[model=built-in] [scores=LIST] or sam-predict model=NAME encoder=SHA256 decoder=SHA256 [scores=LIST]", .labeling,
      "Segment Anything: predict masks from points and boxes; each box has its own", choices: ["model=built-in"],
      read: { words throws(CommandError) in .sam(.predict(try readPrediction(&words))) },
      write: { if case .sam(.predict(let prediction)) = $0 { words(prediction) } else { nil } }),
    CommandDescription(
      "sam-candidate", "NUMBER", .labeling, "Segment Anything: choose another of the predicted masks, from 1",
      read: { words throws(CommandError) in .sam(.candidate(try words.integer(1...SamAnswer.mostCandidates))) },
      write: { if case .sam(.candidate(let number)) = $0 { ["\(number)"] } else { nil } }),
    CommandDescription(
      "sam-finish", .labeling, "Segment Anything: the mask and the rest become the segments", .sam(.finish)),
    CommandDescription(
      "sam-paint", "[CLASS]", .labeling, "Segment Anything: paint the mask, and go on with the next object",
      read: { words throws(CommandError) in .sam(.paint(try words.optionalClass())) },
      write: { if case .sam(.paint(let reference)) = $0 { words(reference) } else { nil } }),
    CommandDescription("sam-clear", .labeling, "Segment Anything: drop points, boxes and mask", .sam(.clear)),
  ]

  @Sendable private static func readPrediction(_ words: inout WordReader) throws(CommandError) -> SamPrediction {
    let settings = try words.settings()
    func value(_ name: String) -> String? { settings.first { $0.name == name }?.value }
    let known = ["model", "encoder", "decoder", "scores"]
    guard settings.allSatisfy({ known.contains($0.name) }), Set(settings.map(\.name)).count == settings.count else {
      throw .missing(command: words.command, expected: words.expected)
    }
    guard let scores = scores(value("scores")) else {
      throw .value(
        command: words.command, given: value("scores") ?? "",
        expected: "scores from 0 to 1 with a comma between, at most \(SamAnswer.mostCandidates)")
    }
    let files = (value("encoder").flatMap(Digest.init(printed:)), value("decoder").flatMap(Digest.init(printed:)))
    switch (value("model"), files, settings.contains { $0.name == "encoder" || $0.name == "decoder" }) {
    case (nil, _, false): return SamPrediction(model: nil, scores: scores)
    case (SamModel.builtInName, _, false): return SamPrediction(model: .builtIn, scores: scores)
    case (let name?, (let encoder?, let decoder?), _):
      return SamPrediction(model: .files(name: name, encoder: encoder, decoder: decoder), scores: scores)
    default: throw .missing(command: words.command, expected: words.expected)
    }
  }

  /// Nil for what is no list of scores; none where there is no list.
  private static func scores(_ text: String?) -> [SamScore]? {
    guard let text else { return [] }
    let values = text.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) ?? -1 }
    guard values.count <= SamAnswer.mostCandidates, values.allSatisfy({ (0...1).contains($0) }) else { return nil }
    return values.map { SamScore($0) }
  }
}

private enum SamSide: String, CaseIterable { case foreground, background }

private func words(_ prediction: SamPrediction) -> [String] {
  var settings: [MethodSpec.Setting] = []
  switch prediction.model {
  case nil: break
  case .builtIn: settings.append(.init("model", SamModel.builtInName))
  case .files(let name, let encoder, let decoder):
    settings += [.init("model", name), .init("encoder", "\(encoder)"), .init("decoder", "\(decoder)")]
  }
  let scores = prediction.scores.map(\.description).joined(separator: ",")
  return words(settings + (scores.isEmpty ? [] : [.init("scores", scores)]))
}
