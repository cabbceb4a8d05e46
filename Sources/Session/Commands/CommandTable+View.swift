import Raster
import Segmentation

extension Command {
  static let folderTable: [CommandDescription] = [
    CommandDescription(
      "open", "PATH [method=NAME [KEY=VALUE]…]", .folder, "Open an image",
      read: readOpen,
      write: { if case .open(let path, let spec) = $0 { [word(path.bytes)] + words(spec) } else { nil } }),
    CommandDescription(
      "next", "[COUNT]", .folder, "Go to the next image without saving",
      read: { words throws(CommandError) in .next(try words.count()) },
      write: { if case .next(let count) = $0 { words(count: count) } else { nil } }),
    CommandDescription(
      "previous", "[COUNT]", .folder, "Go to the previous image without saving",
      read: { words throws(CommandError) in .previous(try words.count()) },
      write: { if case .previous(let count) = $0 { words(count: count) } else { nil } }),
    CommandDescription(
      "goto", "NUMBER or goto NAME", .folder, "Go to an image by its place in the list or its file name",
      read: { words throws(CommandError) in
        let word = try words.next()
        if let place = word.integer, place > 0 { return .goto(.place(place)) }
        guard let name = word.text, !name.isEmpty, word.integer == nil else {
          throw words.misfit(word, words.expected)
        }
        return .goto(.name(name))
      },
      write: {
        switch $0 {
        case .goto(.place(let place)): ["\(place)"]
        case .goto(.name(let name)): [word(name)]
        default: nil
        }
      }),
    CommandDescription("quit", .folder, "Leave; nothing is lost, the journal keeps it", .quit),
  ]

  static let viewTable: [CommandDescription] = [
    CommandDescription(
      "cursor", "X Y", .view, "Put the cursor on a pixel",
      read: { words throws(CommandError) in .cursor(try words.point()) },
      write: { if case .cursor(let point) = $0 { words(point) } else { nil } }),
    CommandDescription(
      "move", "DX DY", .view, "Move the cursor",
      read: { words throws(CommandError) in
        let step = try words.point()
        return .move(dx: step.x, dy: step.y)
      },
      write: { if case .move(let dx, let dy) = $0 { ["\(dx)", "\(dy)"] } else { nil } }),
    CommandDescription(
      "zoom", "in [X Y], zoom out [X Y], zoom fit or zoom RATIO [X Y]", .view, "Enlarge or shrink the view",
      choices: ["in", "out", "fit"], read: readZoom,
      write: { if case .zoom(let zoom, let point) = $0 { words(zoom) + words(point) } else { nil } }),
    CommandDescription(
      "pan", "DX DY", .view, "Move the view",
      read: { words throws(CommandError) in
        let step = try words.point()
        return .pan(dx: step.x, dy: step.y)
      },
      write: { if case .pan(let dx, let dy) = $0 { ["\(dx)", "\(dy)"] } else { nil } }),
    CommandDescription(
      "center", "[X Y]", .view, "Show a pixel in the middle, as far as there is image around it",
      read: { words throws(CommandError) in .center(try words.optionalPoint()) },
      write: { if case .center(let point) = $0 { words(point) } else { nil } }),
    CommandDescription(
      "overview-map", .view, "Show the whole image in a corner while only a part of it shows; again: off", .overviewMap),
    CommandDescription(
      "overlay", "[paint+borders | paint | outline | borders | plain]", .view, "Choose what is drawn over the image",
      choices: Overlay.allCases.map(\.rawValue),
      read: { words throws(CommandError) in .overlay(words.isAtEnd ? nil : try words.choice(Overlay.self)) },
      write: { if case .overlay(let overlay) = $0 { overlay.map { [$0.rawValue] } ?? [] } else { nil } }),
    CommandDescription(
      "opacity", "PERCENT", .view, "Choose how much of the paint's colour shows",
      read: { words throws(CommandError) in .opacity(try words.integer(Command.percent)) },
      write: { if case .opacity(let percent) = $0 { ["\(percent)"] } else { nil } }),
    CommandDescription(
      "step-opacity", "PERCENT", .view, "Show so much more of the paint's colour, or less",
      read: { words throws(CommandError) in .stepOpacity(try words.integer(-100...100)) },
      write: { if case .stepOpacity(let step) = $0 { ["\(step)"] } else { nil } }),
    CommandDescription("patterns", .view, "Tell classes apart by patterns as well; again: by colours only", .patterns),
    CommandDescription(
      "debug-view", .view, "Show segments and paint beside the image; again: the image only", .debugView),
    CommandDescription("blink", .view, "Show the image alone for a moment", .blink),
    CommandDescription(
      "mode", Mode.allCases.map(\.rawValue).joined(separator: " | "), .view, "Choose what Enter and the pointer do",
      choices: Mode.allCases.map(\.rawValue),
      read: { words throws(CommandError) in .mode(try words.choice(Mode.self)) },
      write: { if case .mode(let mode) = $0 { [mode.rawValue] } else { nil } }),
    CommandDescription("act", .view, "Do the mode's action at the cursor", .act),
    CommandDescription(
      "step-class", "STEP", .view, "Select the class so many places further",
      read: { words throws(CommandError) in .stepClass(try words.integer(-65535...65535)) },
      write: { if case .stepClass(let step) = $0 { ["\(step)"] } else { nil } }),
    CommandDescription(
      "walk", "STEPS", .view, "Go to the next unpainted segment, or back; fills go on by themselves",
      read: { words throws(CommandError) in .walk(try words.integer(-1000...1000)) },
      write: { if case .walk(let steps) = $0 { ["\(steps)"] } else { nil } }),
    CommandDescription(
      "walk-order", "[largest | reading | similar]", .view, "Choose which unpainted segment comes next",
      choices: WalkOrder.allCases.map(\.rawValue),
      read: { words throws(CommandError) in .walkOrder(words.isAtEnd ? nil : try words.choice(WalkOrder.self)) },
      write: { if case .walkOrder(let order) = $0 { order.map { [$0.rawValue] } ?? [] } else { nil } }),
    CommandDescription(
      "walk-objects", "STEPS", .view, "Go to the next object, or back, around the end; painting goes on with it",
      read: { words throws(CommandError) in .walkObjects(try words.integer(-1000...1000)) },
      write: { if case .walkObjects(let steps) = $0 { ["\(steps)"] } else { nil } }),
    CommandDescription(
      "hints", .view, "Show letters on the segments; typing them fills, until they are hidden", .hints),
    CommandDescription(
      "along", "fill | unfill", .view, "Fill or unfill every segment that the next motion passes",
      choices: Stroke.allCases.map(\.rawValue),
      read: { words throws(CommandError) in .along(try words.choice(Stroke.self)) },
      write: { if case .along(let kind) = $0 { [kind.rawValue] } else { nil } }),
    CommandDescription("repeat", .view, "Do the last fill, unfill or granularity once more, at the cursor", .again),
    CommandDescription(
      "prompt", "[TEXT]", .view, "Open the command line with a text in it",
      read: { words throws(CommandError) in .prompt(words.isAtEnd ? "" : try words.text()) },
      write: { if case .prompt(let text) = $0 { text.isEmpty ? [] : [word(text)] } else { nil } }),
    CommandDescription("help", .view, "Show every key with its command", .help),
    CommandDescription("messages", .view, "Show the messages so far", .messages),
    CommandDescription("redraw", .view, "Draw the screen anew", .redraw),
    CommandDescription("suspend", .view, "Go to the shell; `fg` comes back", .suspend),
    CommandDescription("cancel", .view, "Stop what is being done or typed", .cancel),
  ]

  @Sendable private static func readOpen(_ words: inout WordReader) throws(CommandError) -> Command {
    let path = try words.path()
    guard !words.isAtEnd else { return .open(path, nil) }
    let settings = try words.settings()
    guard let method = settings.first, method.name == "method", !method.value.isEmpty else {
      throw .missing(command: words.command, expected: words.expected)
    }
    return .open(path, MethodSpec(method.value, Array(settings.dropFirst())))
  }

  @Sendable private static func readZoom(_ words: inout WordReader) throws(CommandError) -> Command {
    let word = try words.next()
    switch word.text {
    case "in": return .zoom(.closer, try words.optionalPoint())
    case "out": return .zoom(.farther, try words.optionalPoint())
    case "fit": return .zoom(.fit, try words.optionalPoint())
    case let text:
      guard let text, !word.isQuoted, let ratio = Double(text), (1.0 / 32...32).contains(ratio) else {
        throw words.misfit(word, "in, out, fit or a ratio from 0.03125 to 32")
      }
      return .zoom(.ratio(ratio), try words.optionalPoint())
    }
  }
}

private func words(_ zoom: Zoom) -> [String] {
  switch zoom {
  case .closer: ["in"]
  case .farther: ["out"]
  case .fit: ["fit"]
  case .ratio(let ratio): ["\(ratio)"]
  }
}

private func words(_ spec: MethodSpec?) -> [String] {
  spec.map { words([.init("method", $0.name)] + $0.settings) } ?? []
}
