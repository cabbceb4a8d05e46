import Raster
import Segmentation

extension Command {
  static let grabCutTable: [CommandDescription] = [
    CommandDescription(
      "grabcut-stroke", "foreground|background|probable-foreground|probable-background RADIUS X Y [X Y]…", .labeling,
      "Mark pixels for GrabCut by a brush", choices: GrabCutKind.allCases.map(\.rawValue),
      read: { words throws(CommandError) in
        let kind = try words.choice(GrabCutKind.self)
        let radius = try words.integer(GrabCutAction.radii)
        return .grabCut(.stroke(GrabCutStroke(kind, radius: radius, try words.points())))
      },
      write: {
        guard case .grabCut(.stroke(let stroke)) = $0 else { return nil }
        return [stroke.kind.rawValue, "\(stroke.radius)"] + stroke.points.flatMap(words)
      }),
    CommandDescription(
      "grabcut-rect", "X Y X Y", .labeling, "Tell GrabCut a box around foreground; outside of all boxes is background",
      read: { words throws(CommandError) in .grabCut(.rectangle(try words.point(), try words.point())) },
      write: {
        if case .grabCut(.rectangle(let one, let other)) = $0 { words(one) + words(other) } else { nil }
      }),
    CommandDescription(
      "grabcut-run", "[iterations=N] [exact=true]", .labeling,
      "Divide the image into foreground and background; exact: by OpenCV at full size, which is slow",
      choices: ["iterations=1", "exact=true"], read: readGrabCutRun,
      write: {
        guard case .grabCut(.run(let iterations, let exact)) = $0 else { return nil }
        return ["iterations=\(iterations)"] + (exact ? ["exact=true"] : [])
      }),
    CommandDescription(
      "grabcut-finish", .labeling, "Make segments of the regions that GrabCut has found", .grabCut(.finish)),
    CommandDescription("grabcut-clear", .labeling, "Drop the marks for GrabCut and its answer", .grabCut(.clear)),
  ]

  @Sendable private static func readGrabCutRun(_ words: inout WordReader) throws(CommandError) -> Command {
    var (iterations, exact) = (1, false)
    while !words.isAtEnd {
      let word = try words.next()
      let parts = (word.text ?? "").split(separator: "=", omittingEmptySubsequences: false)
      switch (parts.first, parts.last) {
      case ("iterations", let value?) where parts.count == 2:
        guard let count = Int(value), GrabCutAction.iterations.contains(count) else {
          throw words.misfit(word, "iterations=1 to iterations=\(GrabCutAction.iterations.upperBound)")
        }
        iterations = count
      case ("exact", "true") where parts.count == 2: exact = true
      case ("exact", "false") where parts.count == 2: exact = false
      default: throw words.misfit(word, words.expected)
      }
    }
    return .grabCut(.run(iterations: iterations, exact: exact))
  }
}
