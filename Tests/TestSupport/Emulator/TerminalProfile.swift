import Raster

/// How a terminal behaves and what it answers: the differences between terminals that a program must live with.
package struct TerminalProfile: Sendable, CustomStringConvertible {
  /// Where the cursor stands after a sixel image.
  package enum CursorAfterImage: Sendable { case lastImageRow, rowBelow }
  /// What happens to the rest of a cell that an image covers in part.
  package enum Overlap: Sendable { case composites, replacesCells }

  /// What XTVERSION answers; nil answers nothing.
  package var version: String?
  /// Items of the answer to DA1; empty answers nothing.
  package var deviceAttributes: [Int] = []
  package var showsSixel = false
  package var registers = 1024
  /// Larger images are not shown, without a word; XTSMGRAPHICS tells it.
  package var maximumImage = Size(width: 1000, height: 1000)
  package var answersGraphicsQueries = false
  /// Answers CSI 14 t, 16 t and 18 t.
  package var answersSizeQueries = false
  /// Private modes that DECRQM reports as known; nil answers no DECRQM at all.
  package var knownModes: Set<Int>?
  /// Answers CSI 5 n and 6 n.
  package var answersStatusQueries = false
  /// Answers DECRQSS for SGR with what was set.
  package var echoesStyle = false
  /// How many images are kept for repainting; nil keeps the pixels and no list.
  package var imageSlots: Int?
  package var cursorAfterImage = CursorAfterImage.lastImageRow
  package var overlap = Overlap.composites
  /// The value of TERM that a program is started with.
  package var term = "xterm-256color"

  package init() {}

  package var description: String { version ?? "a silent terminal" }

  private static let commonModes: Set = [1, 7, 25, 1000, 1002, 1003, 1004, 1006, 1049, 2004]

  /// xterm 379 started with `-ti vt340`: sixel, 16 image slots, pixel mouse, no synchronized updates.
  package static let xterm: TerminalProfile = {
    var profile = TerminalProfile()
    profile.version = "XTerm(379)"
    profile.deviceAttributes = [63, 1, 2, 4, 6, 9, 15, 16, 22, 28]
    profile.showsSixel = true
    profile.maximumImage = Size(width: 1920, height: 1200)
    (profile.answersGraphicsQueries, profile.answersSizeQueries, profile.answersStatusQueries) = (true, true, true)
    profile.knownModes = commonModes.union([80, 1016, 1070, 8452])
    profile.echoesStyle = true
    profile.imageSlots = 16
    return profile
  }()

  /// foot: sixel of any size, synchronized updates, pixel mouse, the cursor below an image.
  package static let foot: TerminalProfile = {
    var profile = TerminalProfile.xterm
    profile.version = "foot(1.13.1)"
    profile.deviceAttributes = [62, 4, 22]
    profile.maximumImage = Size(width: 10_000, height: 10_000)
    profile.knownModes = commonModes.union([80, 1016, 1070, 2026, 8452])
    profile.imageSlots = nil
    profile.cursorAfterImage = .rowBelow
    return profile
  }()

  /// mlterm: an image replaces the whole of each cell it touches; no pixel mouse; a wrong answer to the size query.
  package static let mlterm: TerminalProfile = {
    var profile = TerminalProfile.foot
    profile.version = "mlterm(3.9.0)"
    profile.deviceAttributes = [63, 1, 2, 3, 4, 6, 7, 29]
    profile.knownModes = commonModes
    profile.answersGraphicsQueries = false
    profile.echoesStyle = false
    profile.overlap = .replacesCells
    return profile
  }()

  /// tmux 3.3a as Debian ships it: images are swallowed, hardly any query is answered.
  package static let tmux: TerminalProfile = {
    var profile = TerminalProfile()
    profile.version = "tmux 3.3a"
    profile.deviceAttributes = [1, 2]
    profile.answersStatusQueries = true
    profile.term = "tmux-256color"
    return profile
  }()

  /// A terminal that answers nothing at all.
  package static let silent = TerminalProfile()
}
