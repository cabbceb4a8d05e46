import ArgumentParser

/// The one executable. `tessera photos/` is `tessera label photos/`.
@main struct Tessera: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tessera",
    abstract: "Label images in the terminal: segments become class masks with a few keys or clicks.",
    discussion: """
      Example: `tessera photos/` opens every image of a folder. Fill the segment under the cursor with `1`, \
      save and go on with Space, `?` lists all keys. Masks lie in photos_segmented/. `tessera tutorial` teaches the keys.

      Exit codes: 0 done, 1 failed, 2 partly failed (with a list of what), 64 usage.
      """,
    version: "0.1.0",
    subcommands: [
      Label.self, TutorialCommand.self, Replay.self, Segment.self, Eval.self, Stats.self, Relabel.self, Methods.self,
      Models.self, Doctor.self, Manual.self,
    ],
    defaultSubcommand: Label.self)
}
