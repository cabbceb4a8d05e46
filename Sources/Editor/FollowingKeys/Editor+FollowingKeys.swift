import Display
import Raster

extension Editor {
  /// Which keys may follow, while some are waited for; nil while none are.
  var followingKeys: FollowingKeys? {
    guard state.pane == .picture else { return sequenceKeys }
    return sequenceKeys ?? countKeys ?? motionKeys ?? hintKeys
  }

  /// The next keys of a sequence.
  private var sequenceKeys: FollowingKeys? {
    let typed = state.pending.chords
    guard !typed.isEmpty, case .prefix(let rows) = keymap.match(typed, in: layers) else { return nil }
    let keys = FollowingKeys.keys(Keymap.rows(of: rows, skipping: typed.count, or: " "))
    return FollowingKeys(title: "", keys: keys + [.init(keys: "<Esc>", text: "drop it")], isList: true)
  }

  /// What digits may be a count of. They are there for so short a time that a list would only flicker.
  private var countKeys: FollowingKeys? {
    guard !state.pending.digits.isEmpty else { return nil }
    let counted = FollowingKeys.keys(Keymap.rows(of: boundRows.filter(\.takesCount), or: " "))
    return FollowingKeys(title: "a count if followed by", keys: counted, isList: false)
  }

  /// What `along` waits for.
  private var motionKeys: FollowingKeys? {
    guard let kind = state.along else { return nil }
    let rows = boundRows.filter { row in row.run.count == 1 && (try? EditorAction.parse(row.run[0]))?.isMotion == true }
    return FollowingKeys(
      title: "\(kind.rawValue) along", keys: FollowingKeys.keys(Keymap.rows(of: rows, or: " ")), isList: true)
  }

  /// The letters of segments. All are on the picture, so the row only says what they do.
  private var hintKeys: FollowingKeys? {
    guard let hints = state.hints, !state.hasDialog, state.fileList == nil, activity == nil else { return nil }
    let rests = hints.open.map { $0.code.dropFirst(hints.typed.count) }
    let firsts = Set(rests.compactMap(\.first))
    let next = HintCodes.letters.filter(firsts.contains)
    let isLast = rests.contains { $0.count == 1 }
    let letters = FollowingKeys.Key(
      keys: String(next), text: isLast ? "fill their segment" : "begin the name of a segment")
    let rest: [FollowingKeys.Key] =
      hints.typed.isEmpty
      ? [.init(keys: "1…9 0", text: "select a class")] : [.init(keys: "<Backspace>", text: "another name")]
    return FollowingKeys(
      title: hints.typed, keys: [letters] + rest + [.init(keys: "<Esc>", text: "no more letters")], isList: false)
  }

  /// The rows of all layers in force that no stronger layer hides; keys only.
  private var boundRows: [Binding] {
    layers.flatMap { keymap.bindings(in: $0) }.filter { row in
      !row.chords[0].isPointer && keymap.match(row.chords, in: layers) == .bound(row)
    }
  }

  // MARK: In the side bar

  /// What the side bar lists because the status row has no room for it.
  var sideFollowing: FollowingKeys? {
    guard let following = followingKeys, following.isList, layout.side != nil, state.pane == .picture else {
      return nil
    }
    return following.fits(followingRoom) ? nil : following
  }

  /// Columns of the status row beside the keys typed so far.
  private var followingRoom: Int {
    let pending = state.pending.text
    return layout.size.columns - 2 - (pending.isEmpty ? 0 : PlainText.width(pending) + 3)
  }

  func write(_ following: FollowingKeys, _ canvas: inout TextCanvas, _ styles: Styles, _ side: CellRect) {
    let end = side.column + side.columns
    let widest = following.keys.map { PlainText.width($0.keys) }.max() ?? 0
    let columns = min(widest, side.columns / 2)
    for (row, key) in zip(side.row..<side.row + side.rows, following.keys) {
      canvas.write(key.keys, column: side.column + 2, row: row, limit: columns, style: styles.bold)
      let column = side.column + 3 + columns
      canvas.write(key.text, column: column, row: row, limit: end - column, style: styles.text)
    }
  }
}
