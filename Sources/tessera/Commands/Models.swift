import ArgumentParser

/// `tessera models PATH…`: what ONNX files are, without running them.
struct Models: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say what ONNX model files are, what they take and what they give.",
    discussion: """
      Example: `tessera models sam/` tells the encoder from the decoder. No engine is needed.

      Exit codes: 0 all are models, 1 none is, 2 some are not.
      """)

  @Argument(help: "Model files, or folders that hold files named *.onnx.") var paths: [PathArgument]
  @Flag(help: "Print JSON.") var json = false

  func run() throws {
    let rows = paths.flatMap { ModelFile.all($0.path) }.map(ModelRow.init)
    if json { print(try encoded(rows)) } else { rows.compactMap(\.text).forEach { print($0) } }
    let failures = rows.compactMap(\.failure)
    failures.forEach { note($0) }
    if !failures.isEmpty { throw failures.count == rows.count ? Exit.failed : Exit.partlyFailed }
  }
}
