import Display
import Raster
import Session

@testable import Editor

extension ScenarioRunner {
  /// What a person can check: effects, state, paint, journal, masks and the screen.
  func report(_ show: [String]) -> String {
    var sections: [(String, [String])] = [("effects", effects), ("state", stateLines)]
    if let state = editor.session?.state {
      sections.append(("paint", map(state.paint) { Self.symbol(Int($0)) }))
      if let objects = state.objectMap { sections.append(("objects", map(objects) { Self.symbol(Int($0)) })) }
      if show.contains("labels") { sections.append(("labels", map(state.labels) { Self.letter(Int($0)) })) }
    }
    sections.append(("journals", journalLines))
    sections.append(("masks", maskLines))
    sections.append(("screen", screenLines))
    return sections.filter { !$0.1.isEmpty }.map { "[\($0.0)]\n" + $0.1.joined(separator: "\n") }.joined(
      separator: "\n\n") + "\n"
  }

  private var stateLines: [String] {
    let state = editor.state
    var lines = ["image \(state.place + 1) of \(state.files.count): \(state.files[state.place].name)"]
    lines.append("mode \(state.mode.rawValue), overlay \(state.overlay.rawValue)")
    if let cursor = state.cursor { lines.append("cursor \(cursor.x),\(cursor.y)") }
    if let view = state.view { lines.append("zoom \(view.zoom), offset \(view.offset.x),\(view.offset.y)") }
    if let session = editor.session {
      let classes = session.state.classes
      lines.append("class \(classes.current) \(classes[classes.current]?.name ?? "none")")
      lines.append("undo \(session.undoDepth), redo \(session.redoDepth)")
    }
    if let message = editor.message { lines.append("message: \(message)") }
    if let prompt = state.prompt { lines.append("prompt: \(prompt.line.beforeCaret)|") }
    return lines
  }

  /// Without what differs from run to run or fills the eye: header, times.
  private var journalLines: [String] {
    files.files.filter { $0.path.hasSuffix(".tessera") }.flatMap { file in
      let lines = String(decoding: file.bytes, as: UTF8.self).split(separator: "\n").filter { $0.hasPrefix("@") }
      return ["\(file.path):"]
        + lines.map { line in
          let words = line.split(separator: " ").dropFirst().filter { !$0.hasPrefix("sha256=") }
          return "  " + words.joined(separator: " ")
        }
    }
  }

  /// File, painted pixels, digest.
  private var maskLines: [String] {
    files.files.filter { $0.path.contains("_mask_") }.map { file in
      let mask = try? TextCodec().decodeMask(file.bytes)
      let painted = mask?.elements.count { $0 == 255 } ?? -1
      return "\(file.path) \(painted) px \(Digest(of: file.bytes).description.prefix(12))"
    } + instanceLines
  }

  /// File, its rows.
  private var instanceLines: [String] {
    files.files.filter { $0.path.hasSuffix("_instances.png") }.flatMap { file in
      ["\(file.path):"] + String(decoding: file.bytes, as: UTF8.self).split(separator: "\n").map { "  \($0)" }
    }
  }

  private var screenLines: [String] {
    let frame = compose()
    let size = frame.text.size
    var lines = (0..<size.rows).map { row in
      "|" + (0..<size.columns).map { frame.text[$0, row].text }.joined() + "|"
    }
    if let picture = frame.picture {
      let cells = picture.cells
      lines.append("picture \(cells.columns)x\(cells.rows) cells at \(cells.column),\(cells.row)")
    }
    if let caret = frame.caret { lines.append("caret at \(caret.column),\(caret.row)") }
    return lines
  }

  private func map<Element>(_ plane: Plane<Element>, _ symbol: (Element) -> Character) -> [String] {
    (0..<plane.height).map { y in
      String((0..<plane.width).map { symbol(plane[PixelPoint(x: $0, y: y)]) })
    }
  }

  private static func symbol(_ number: Int) -> Character { number == 0 ? "·" : Character("\(number % 10)") }

  private static func letter(_ label: Int) -> Character {
    let letters = Array("+abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return label < letters.count ? letters[label] : "?"
  }
}
