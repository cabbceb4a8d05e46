import Inference
import Session
import SystemPackage

/// The inference engine of this machine, looked for once.
enum InstalledEngine {
  /// What was tried, and the engine if there is one. The first look takes up to 100 ms.
  static let report = EngineReport(
    EngineSearch { folder in ((try? SystemFiles().list(FilePath(folder))) ?? []).map(\.string) }
      .places(environment: ProcessEnvironment.variables))

  /// How to get one.
  static let advice =
    "models such as Segment Anything need one: `python3 -m venv ~/.venv && ~/.venv/bin/pip install openvino`, "
    + "or name its library or folder with \(EngineSearch.variable)"
}

extension EngineReport.Attempt {
  /// Such as `virtual environment ~/.venv: holds no libopenvino_c.so`, fit for a terminal.
  var line: String {
    let tried = place.library ?? place.path
    return printable("\(place.origin) \(tried)" + (failure.map { ": \($0)" } ?? ""))
  }
}
