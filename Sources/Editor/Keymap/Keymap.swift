import Display

/// A row of a key map: what is pressed, what it does, what help says about it.
public struct Binding: Equatable, Sendable {
  /// At least one.
  public var chords: [Chord]
  /// Lines of the command language, run in order.
  public var run: [String]
  /// One phrase, no full stop.
  public var description: String
  /// Digits typed before it are a count.
  public var takesCount: Bool

  /// A row; `chords` must not be empty.
  public init(chords: [Chord], run: [String], description: String, takesCount: Bool = false) {
    self.chords = chords
    self.run = run
    self.description = description
    self.takesCount = takesCount
  }

  /// The keys as read aloud: `g s`.
  public var keys: String { chords.map(\.name).joined(separator: " ") }

  /// The same without the brackets around names: `Enter`, `g s`.
  var plainKeys: String {
    chords.map(\.name).map { $0.count > 1 ? String($0.dropFirst().dropLast()) : $0 }.joined(separator: " ")
  }
}

/// Where a row is in force.
public enum KeymapLayer: String, CaseIterable, Sendable {
  /// Always, but in the reading views, in the list of images, in dialogs and in GrabCut mode.
  case normal
  /// Over `normal` while that mode is on.
  case fill, unfill, cut, sam, brush, reshape, wand, polygon, template
  case smartFill = "smart-fill"
  /// In GrabCut mode, alone.
  case grabcut
  /// In help and in the message log.
  case reading
  /// In the list of images.
  case images
  /// In the method dialog.
  case method
  /// Over `method` while its parameters are changed.
  case parameters
  /// In the model dialog.
  case models
  /// In the dialog of the classes.
  case classes
  /// In the colour picker.
  case picker
}

/// Which keys do what. Read from `keymaps/NAME.toml`.
public struct Keymap: Equatable, Sendable {
  /// What a sequence of chords comes to.
  public enum Match: Equatable, Sendable {
    /// Nothing begins like this.
    case unbound
    /// The beginning of these.
    case prefix([Binding])
    case bound(Binding)
  }

  /// The preset's name or the file's.
  public var name: String
  /// After this many milliseconds digits that may still be a count are taken as what they are bound to.
  public var countTimeout: Int
  /// Two presses of a button within this many milliseconds are a double click.
  public var doubleClickTime: Int
  private var layers: [KeymapLayer: KeyTrie] = [:]

  /// A map without rows.
  public init(name: String, countTimeout: Int = 400, doubleClickTime: Int = 400) {
    self.name = name
    self.countTimeout = countTimeout
    self.doubleClickTime = doubleClickTime
  }

  /// The rows of a layer in the order of the file.
  public func bindings(in layer: KeymapLayer) -> [Binding] { layers[layer]?.bindings ?? [] }

  /// What `chords` come to; the first of `order` that binds them or begins with them wins.
  public func match(_ chords: [Chord], in order: [KeymapLayer]) -> Match {
    for layer in order {
      let match = layers[layer]?.match(chords) ?? .unbound
      if match != .unbound { return match }
    }
    return .unbound
  }

  /// The row of exactly one chord.
  func binding(of chord: Chord, in order: [KeymapLayer]) -> Binding? {
    guard case .bound(let binding) = match([chord], in: order) else { return nil }
    return binding
  }

  /// The rows that run `line`, for help texts that name a key.
  public func bindings(running line: String) -> [Binding] {
    KeymapLayer.allCases.flatMap { bindings(in: $0) }.filter { $0.run == [line] }
  }

  /// The first key that runs `line`, without the brackets around its name: `Enter`, `m`.
  func key(of line: String, in layer: KeymapLayer = .normal) -> String? { key(ofRun: [line], in: layer) }

  /// The first key that runs these lines one after the other, without the brackets around its name.
  func key(ofRun run: [String], in layer: KeymapLayer) -> String? {
    layers[layer]?.first { $0.run == run && !$0.chords[0].isPointer }?.plainKeys
  }

  /// Adds a row; one with the same keys is replaced in its place.
  /// - Returns: the keys that stand in the way, as one would begin like the other; nil where the row was added.
  mutating func bind(_ binding: Binding, in layer: KeymapLayer) -> String? {
    layers[layer, default: KeyTrie()].insert(binding)
  }

  /// Takes the row of exactly these keys away. False if there is none.
  mutating func unbind(_ chords: [Chord], in layer: KeymapLayer) -> Bool {
    layers[layer]?.remove(chords) ?? false
  }
}
