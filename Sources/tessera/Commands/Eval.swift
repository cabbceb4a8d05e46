import ArgumentParser

/// `tessera eval`: scores of masks and segmentations.
struct Eval: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Score segmentations, clicks and labeling against ground truth.",
    discussion: "Example: `tessera eval segments photos_segmented/ truth/` compares two folders of label maps.",
    subcommands: [EvalSegments.self, EvalClicks.self, EvalAnnotator.self])
}
