/// Where OpenVINO's library may lie, in the order in which the places are tried.
///
/// A folder that merely happens to be the current one is no place: whoever packs an archive of images could bring a
/// library along.
public struct EngineSearch: Sendable {
  /// A library file or a name for the loader, and why it is tried.
  public struct Place: Equatable, Sendable {
    /// Such as `TESSERA_OPENVINO` or `the loader`.
    public let origin: String
    /// A path, or a name without slash.
    public let path: String
    /// nil where there is no library to try.
    public let library: String?
  }

  /// The environment variable that names a library file or a folder around it.
  public static let variable = "TESSERA_OPENVINO"

  private let list: @Sendable (String) -> [String]

  /// - Parameter list: the names in a folder, in any order; none if it cannot be read.
  public init(list: @escaping @Sendable (_ folder: String) -> [String]) { self.list = list }

  /// The places to try. What a person has named is the only place, so that no other engine is used by mistake.
  /// - Parameter explicit: a library file or folder from the command line or the settings.
  public func places(explicit: String? = nil, environment: [String: String]) -> [Place] {
    if let explicit { return [place("the given path", explicit)] }
    if let named = environment[Self.variable], !named.isEmpty { return [place(Self.variable, named)] }
    let folders = virtualEnvironments(environment).map { place("virtual environment", $0) }
    let system = Self.systemFolders.map { place("system folder", $0) }.filter { $0.library != nil }
    return folders + system + [Place(origin: "the loader", path: Self.baseName, library: Self.baseName)]
  }

  static let baseName = "libopenvino_c.so"
  private static let systemFolders = [
    "/opt/intel/openvino/runtime/lib/intel64", "/usr/local/lib", "/usr/lib/x86_64-linux-gnu",
    "/usr/lib/aarch64-linux-gnu", "/usr/lib64", "/usr/lib",
  ]

  /// The active one, one of Tessera's own, one at home, and what `pip install --user` fills.
  private func virtualEnvironments(_ environment: [String: String]) -> [String] {
    func value(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    let home = value("HOME")
    let data = value("XDG_DATA_HOME") ?? home.map { $0 + "/.local/share" }
    return [
      value("VIRTUAL_ENV"), data.map { $0 + "/tessera/venv" }, home.map { $0 + "/.venv" }, home.map { $0 + "/.local" },
    ].compactMap { $0 }
  }

  private func place(_ origin: String, _ path: String) -> Place {
    Place(origin: origin, path: path, library: isLibraryFile(path) ? path : library(below: path))
  }

  private func isLibraryFile(_ path: String) -> Bool {
    path.split(separator: "/").last?.hasPrefix(Self.baseName) ?? false
  }

  /// The newest library in a folder, in an installation of OpenVINO, or in a Python environment.
  private func library(below folder: String) -> String? {
    let direct = ["", "/libs", "/openvino/libs", "/runtime/lib/intel64", "/runtime/lib/aarch64"]
    let folders = direct.map { folder + $0 } + pythonFolders(below: folder)
    return folders.lazy.compactMap { newest(in: $0) }.first
  }

  private func pythonFolders(below folder: String) -> [String] {
    let versions = list(folder + "/lib").filter { $0.hasPrefix("python3") }.sorted(by: isNewer)
    return versions.map { "\(folder)/lib/\($0)/site-packages/openvino/libs" }
  }

  private func newest(in folder: String) -> String? {
    list(folder).filter { $0.hasPrefix(Self.baseName) }.sorted(by: isNewer).first.map { "\(folder)/\($0)" }
  }
}

/// `libopenvino_c.so.2641` before `.2540`, `python3.11` before `python3.9`: by their numbers, not their letters.
private func isNewer(_ one: String, _ other: String) -> Bool {
  func numbers(_ name: String) -> [Int] { name.split { !$0.isASCII || !$0.isNumber }.map { Int($0) ?? 0 } }
  let (first, second) = (numbers(one), numbers(other))
  return first == second ? one < other : second.lexicographicallyPrecedes(first)
}
