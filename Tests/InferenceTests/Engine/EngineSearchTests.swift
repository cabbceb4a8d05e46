import Testing

@testable import Inference

private struct NoEngine: InferenceEngine {
  let name = "none"
  let version: String
  func open(_ model: ModelSource, _ options: InferenceOptions) throws(InferenceError) -> any InferenceSession {
    throw .refused(engine: name, reason: "it runs nothing")
  }
}

/// A disk that holds these files.
private func search(_ files: String...) -> EngineSearch {
  EngineSearch { folder in
    Set(
      files.filter { $0.hasPrefix(folder + "/") }.compactMap {
        $0.dropFirst(folder.count + 1).split(separator: "/").first.map(String.init)
      }
    ).sorted()
  }
}

private let environment = ["HOME": "/home/u", "VIRTUAL_ENV": "/project/.venv"]
private let libs = "site-packages/openvino/libs/libopenvino_c.so"

@Test func whatAPersonNamesIsTheOnlyPlace() {
  let search = search("/ov/libopenvino_c.so.2641", "/env/lib/python3.11/\(libs).2641")
  let named = environment.merging([EngineSearch.variable: "/env"]) { $1 }
  #expect(search.places(explicit: "/ov", environment: named).map(\.library) == ["/ov/libopenvino_c.so.2641"])
  #expect(search.places(environment: named).map(\.library) == ["/env/lib/python3.11/\(libs).2641"])
  let file = search.places(explicit: "/x/libopenvino_c.so.1", environment: named)
  #expect(file.map(\.library) == ["/x/libopenvino_c.so.1"])
}

@Test func theHighestNumberIsTaken() {
  let base = "/project/.venv/lib"
  let found = search(
    "\(base)/python3.9/\(libs).2641", "\(base)/python3.11/\(libs).990", "\(base)/python3.11/\(libs).2540",
    "\(base)/python3.11/site-packages/openvino/libs/libopenvino.so.9999")
  #expect(found.places(environment: environment).first?.library == "\(base)/python3.11/\(libs).2540")
}

@Test func theLoaderIsAskedLast() {
  let places = search().places(environment: environment)
  #expect(places.last?.library == "libopenvino_c.so")
  #expect(places.dropLast().allSatisfy { $0.library == nil })
  #expect(
    places.dropLast().map(\.path) == [
      "/project/.venv", "/home/u/.local/share/tessera/venv", "/home/u/.venv", "/home/u/.local",
    ])
  #expect(search().places(environment: [:]).map(\.origin) == ["the loader"])
}

@Test func everyAttemptIsRemembered() {
  let places = search("/home/u/.venv/lib/python3.11/\(libs).1", "/usr/lib/libopenvino_c.so.2").places(
    environment: environment)
  let report = EngineReport(places) { path throws(EngineLoadError) in
    if path.hasPrefix("/home") { throw EngineLoadError(reason: "too old") }
    return NoEngine(version: path)
  }
  #expect(report.engine?.version == "/usr/lib/libopenvino_c.so.2")
  let holdsNone = "holds no libopenvino_c.so"
  #expect(report.attempts.map(\.failure) == [holdsNone, holdsNone, "too old", holdsNone, nil])
}

@Test func aFileThatIsNoLibraryIsNoEngine() {
  #expect(throws: EngineLoadError.self) { try OpenVINOEngine(library: #filePath) }
  // A library, but of something else: the missing function is named.
  #expect(throws: EngineLoadError(reason: "it has no function ov_get_openvino_version")) {
    try OpenVINOEngine(library: "libc.so.6")
  }
}
