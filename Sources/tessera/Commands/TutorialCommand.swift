import ArgumentParser
import Glibc
import Session
import SystemPackage

/// `tessera tutorial [PATH…]`: the app with lessons.
struct TutorialCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tutorial",
    abstract: "Learn the keys by doing, in ten steps.",
    discussion: """
      Example: `tessera tutorial` opens the sample images and says what to press. What is labeled goes to a temporary \
      folder that is removed at the end, so that nothing can be spoiled. In the app `:tutorial skip` goes on to the \
      next step and `:tutorial stop` ends the lessons.
      """)

  @Argument(help: "Image files and folders to learn on (default: the samples).") var paths: [PathArgument] = []
  @Option(help: "A new or empty folder for masks and journals (default: a temporary one).") var output: PathArgument?
  @OptionGroup var look: LookOptions
  @Option(help: .hidden) var testLog: String?
  @Option(help: .hidden) var frameDump: String?

  func run() throws {
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else {
      throw fail("the tutorial needs a terminal, and this is none; `man tessera` can be read without one")
    }
    let images = try images()
    let folder = try TutorialFolder(output?.path)
    do {
      let label = try Label.parse(arguments(folder) + ["--"] + images)
      try label.open(isTutorial: true) { folder.remove() }
    } catch {
      folder.remove()
      throw error
    }
  }

  private func images() throws -> [String] {
    guard paths.isEmpty else { return paths.map(\.path.string) }
    guard let samples = SampleImages.folder else { throw fail(Self.noSamples) }
    return [samples.string]
  }

  /// What is said where this program has no samples.
  static let noSamples =
    "the sample images are not beside this program; name a folder of images to learn on: tessera tutorial photos/"

  private func arguments(_ folder: TutorialFolder) -> [String] {
    var arguments = ["--first", "--output=\(folder.path.string)"] + look.arguments
    if let testLog { arguments.append("--test-log=\(testLog)") }
    if let frameDump { arguments.append("--frame-dump=\(frameDump)") }
    return arguments
  }
}
