import Foundation

/// Where tests find an inference engine.
package enum TestEngine {
  private static let variable = "TESSERA_OPENVINO"

  /// What a person has named, else what `make test` has installed; nil where there is neither.
  package static let place: String? = {
    let installed = packageRoot + "/.build/engine"
    switch ProcessInfo.processInfo.environment[variable] ?? "" {
    case "": return FileManager.default.fileExists(atPath: installed + "/installed") ? installed : nil
    case "none": return nil
    case let named: return named
    }
  }()

  /// Makes the program find it.
  package static var environment: [String: String] { [variable: place ?? "none"] }

  /// Why a test was skipped.
  package static let advice =
    "needs OpenVINO; `make test` installs it below .build/engine, or name its library or folder with TESSERA_OPENVINO"
}
