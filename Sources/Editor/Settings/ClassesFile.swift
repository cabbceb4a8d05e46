import Raster
import Session

/// Reads `classes.toml`: a list of `[[class]]` with `name`, `rgb` and, if wanted, a `key` that fills with it, a
/// `description`, the name of its `parent`, and its `order`. The file is a person's own: nothing writes it.
public enum ClassesFile {
  /// The classes in the order of the rows, which gives them their numbers.
  /// - Parameter file: the name for complaints.
  public static func read(_ text: String, file: String) throws(SettingsError) -> [PaintClass] {
    let document = try TOMLDocument(file: file, text: text)
    try document.expectKeys(["class"], in: document.root, of: "a classes file")
    guard let value = document.root["class"] else {
      throw SettingsError(file: file, line: 1, column: 1, problem: "no class; expected [[class]] with name and rgb")
    }
    var classes: [PaintClass] = []
    let rows = try document.array(value, "class")
    for row in rows { classes.append(try paintClass(row, of: document, after: classes)) }
    return try ClassesOrder(classes, rows, document).arranged()
  }

  private static func paintClass(_ value: TOMLValue, of document: TOMLDocument, after classes: [PaintClass])
    throws(SettingsError) -> PaintClass
  {
    let row = try document.table(value, "class")
    try document.expectKeys(["name", "rgb", "key", "description", "parent", "order"], in: row, of: "a class")
    guard let name = row["name"], let rgb = row["rgb"] else {
      throw document.error(at: value.position, "a class needs a name and rgb = [204, 0, 0]")
    }
    let text = try document.string(name, "name")
    try checkName(text, at: name, of: document, after: classes)
    let color = try color(rgb, of: document)
    if let same = classes.first(where: { $0.color == color }) {
      throw document.error(at: rgb.position, "class '\(same.name)' has this colour already; masks are told apart by it")
    }
    return PaintClass(
      name: text, color: color, key: try key(row["key"], of: document, after: classes),
      description: try description(row["description"], of: document))
  }

  private static func checkName(
    _ name: String, at value: TOMLValue, of document: TOMLDocument, after classes: [PaintClass]
  )
    throws(SettingsError)
  {
    let isPlain = !name.isEmpty && name == PlainText.sanitized(name)
    guard isPlain, Int(name) == nil else {
      throw document.error(at: value.position, "'\(name)' is no class name; expected printable text that is no number")
    }
    if classes.contains(where: { $0.name == name }) {
      throw document.error(at: value.position, "class '\(name)' stands twice")
    }
  }

  private static func description(_ value: TOMLValue?, of document: TOMLDocument) throws(SettingsError) -> String {
    guard let value else { return "" }
    let text = try document.string(value, "description")
    guard text == PlainText.sanitized(text) else {
      throw document.error(at: value.position, "description holds what does not print; expected one line of text")
    }
    return text
  }

  private static func color(_ value: TOMLValue, of document: TOMLDocument) throws(SettingsError) -> RGB {
    var channels: [UInt8] = []
    for part in try document.array(value, "rgb") {
      channels.append(UInt8(try document.integer(part, "a channel of rgb", in: 0...255)))
    }
    guard channels.count == 3 else { throw document.error(at: value.position, "rgb has three channels: [204, 0, 0]") }
    guard channels != [0, 0, 0] else {
      throw document.error(at: value.position, "black means background in a mask; choose another colour")
    }
    return RGB(channels[0], channels[1], channels[2])
  }

  private static func key(_ value: TOMLValue?, of document: TOMLDocument, after classes: [PaintClass])
    throws(SettingsError) -> Character?
  {
    guard let value else { return nil }
    let text = try document.string(value, "key")
    guard text.count == 1, let key = text.first, text == PlainText.sanitized(text), key != " " else {
      throw document.error(at: value.position, "key is '\(text)'; expected one character that prints")
    }
    if let same = classes.first(where: { $0.key == key }) {
      throw document.error(at: value.position, "key '\(text)' belongs to class '\(same.name)' already")
    }
    return key
  }
}
