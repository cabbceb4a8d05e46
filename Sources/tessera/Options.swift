import ArgumentParser
import OpenCVMethods
import Segmentation
import Session
import SystemPackage

/// A path as it was given: the bytes, also where they are no valid UTF-8.
///
/// `CommandLine.arguments` repairs invalid UTF-8, so the bytes are taken from the process itself.
struct PathArgument: ExpressibleByArgument {
  let path: FilePath

  init?(argument: String) {
    guard !argument.isEmpty else { return nil }
    path =
      rawArguments.first { String(decoding: $0, as: UTF8.self) == argument }.flatMap(FilePath.init(bytes:))
      ?? FilePath(argument)
  }
}

struct MethodOptions: ParsableArguments {
  @Option(help: "How images are divided into segments; `tessera methods` lists the names.")
  var method = MethodOptions.standard

  /// What images are segmented by where nobody says otherwise.
  static let standard = "slic"

  @Option(name: .customLong("set"), help: ArgumentHelp("A parameter of the method.", valueName: "key=value"))
  var settings: [String] = []

  /// The method with its settings, checked against the registry.
  func spec(_ registry: MethodRegistry) throws -> MethodSpec {
    var spec = MethodSpec(method)
    for written in settings {
      guard let setting = MethodSpec.Setting(written: written) else {
        throw ValidationError("--set \(written): expected key=value, such as region_size=40")
      }
      spec.settings.append(setting)
    }
    do {
      return try registry.resolved(spec)
    } catch {
      throw ValidationError("\(error)")
    }
  }
}

struct OutputOptions: ParsableArguments {
  @Option(help: "Where masks and journals go (default: the sibling folder <images>_segmented).")
  var output: PathArgument?

  @Option(help: "How masks are named: standard (R:204,G:0,B:0), or portable (R-204,G-0,B-0).")
  var maskNames = OutputFolder.MaskNames.standard
}

struct ClassesOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Classes with name, RGB, key, parent, description and order (TOML; default: your own classes.toml).",
      valueName: "file"))
  var classes: PathArgument?
}

struct LimitOptions: ParsableArguments {
  @Option(help: "The largest image that is opened, in megapixels.")
  var maxMegapixels = 512

  var pixelLimit: Int { maxMegapixels * 1_000_000 }

  func validate() throws {
    guard (1...4000).contains(maxMegapixels) else {
      throw ValidationError("--max-megapixels \(maxMegapixels) is out of range; expected 1…4000")
    }
  }
}

extension OutputFolder.MaskNames: ExpressibleByArgument {}
