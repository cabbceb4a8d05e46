/// Reads key maps: `extends`, the times, and for each layer `bind` and `unbind`.
enum KeymapFile {
  private static let times = ["count-timeout", "double-click-time"]

  /// Reads `text` over `base`, row by row: equal keys are replaced, new ones added.
  /// - Parameter check: the reason why a line is no command, nil where it is one.
  static func read(_ text: String, file: String, over base: Keymap, check: (String) -> String?) throws(SettingsError)
    -> Keymap
  {
    let document = try TOMLDocument(file: file, text: text)
    try document.expectKeys(
      KeymapLayer.allCases.map(\.rawValue) + times + ["extends"], in: document.root, of: "a key map")
    var keymap = base
    keymap.name = file
    for entry in document.root.entries {
      if let layer = KeymapLayer(rawValue: entry.key) {
        try read(try document.table(entry.value, entry.key), of: document, into: &keymap, layer: layer, check: check)
      } else if entry.key == "count-timeout" {
        keymap.countTimeout = try document.integer(entry.value, entry.key, in: 0...10_000)
      } else if entry.key == "double-click-time" {
        keymap.doubleClickTime = try document.integer(entry.value, entry.key, in: 0...10_000)
      }
    }
    return keymap
  }

  /// The preset that a key map is read over: what `extends` names; nil where it names none.
  static func base(of text: String, file: String) throws(SettingsError) -> (name: String, error: SettingsError)? {
    let document = try TOMLDocument(file: file, text: text)
    guard let value = document.root["extends"] else { return nil }
    let name = try document.string(value, "extends")
    let known = Presets.keymaps.map(\.name)
    let problem = "no built-in key map '\(name)'" + suggestion(for: name, among: known, listing: true)
    return (name, document.error(at: value.position, problem))
  }

  private static func read(
    _ table: TOMLTable, of document: TOMLDocument, into keymap: inout Keymap, layer: KeymapLayer,
    check: (String) -> String?
  ) throws(SettingsError) {
    try document.expectKeys(["bind", "unbind"], in: table, of: "[\(layer.rawValue)]")
    if let value = table["unbind"] {
      for keys in try document.array(value, "unbind") { try unbind(keys, of: document, from: &keymap, layer: layer) }
    }
    guard let value = table["bind"] else { return }
    for row in try document.array(value, "bind") {
      let binding = try binding(row, of: document, check: check)
      if let rival = keymap.bind(binding, in: layer) {
        throw document.error(
          at: row.position, "'\(binding.keys)' and '\(rival)' begin alike; unbind one: unbind = [\"\(rival)\"]")
      }
    }
  }

  private static func unbind(
    _ value: TOMLValue, of document: TOMLDocument, from keymap: inout Keymap, layer: KeymapLayer
  ) throws(SettingsError) {
    let chords = try chords(value, of: document)
    guard keymap.unbind(chords, in: layer) else {
      let keys = chords.map(\.name).joined(separator: " ")
      throw document.error(at: value.position, "'\(keys)' is not bound in [\(layer.rawValue)]; take it out")
    }
  }

  private static func binding(_ value: TOMLValue, of document: TOMLDocument, check: (String) -> String?)
    throws(SettingsError) -> Binding
  {
    let row = try document.table(value, "a row of bind")
    try document.expectKeys(["on", "run", "desc", "count"], in: row, of: "a row of bind")
    guard let on = row["on"] else { throw missing("on", "on = \"u\"", in: document, value) }
    guard let run = row["run"] else { throw missing("run", "run = \"undo\"", in: document, value) }
    guard let desc = row["desc"] else { throw missing("desc", "desc = \"Undo\"", in: document, value) }
    let description = try document.string(desc, "desc")
    guard description.contains(where: { !$0.isWhitespace }) else {
      throw document.error(at: desc.position, "desc is empty; help shows it")
    }
    let lines = try document.strings(run, "run")
    guard !lines.isEmpty else { throw document.error(at: run.position, "run is empty; to take a key away, unbind it") }
    for line in lines {
      if let reason = check(line) { throw document.error(at: run.position, reason) }
    }
    return Binding(
      chords: try chords(on, of: document), run: lines, description: PlainText.sanitized(description),
      takesCount: try row["count"].map { value throws(SettingsError) in try document.boolean(value, "count") } ?? false)
  }

  private static func chords(_ value: TOMLValue, of document: TOMLDocument) throws(SettingsError) -> [Chord] {
    var values = [value]
    if case .array(let list) = value.content { values = list }
    guard !values.isEmpty else { throw document.error(at: value.position, "on names no key") }
    var chords: [Chord] = []
    for value in values {
      do {
        chords.append(try Chord(name: try document.string(value, "on")))
      } catch let error as SettingsError {
        throw error
      } catch let error as Chord.NameError {
        throw document.error(at: value.position, error.problem)
      } catch {
        throw document.error(at: value.position, "\(error)")
      }
    }
    guard chords.count == 1 || !chords.contains(where: \.isPointer) else {
      throw document.error(at: value.position, "a pointer gesture stands alone, not in a sequence")
    }
    return chords
  }

  private static func missing(_ name: String, _ example: String, in document: TOMLDocument, _ value: TOMLValue)
    -> SettingsError
  {
    document.error(at: value.position, "this row has no '\(name)'; expected for example \(example)")
  }
}
