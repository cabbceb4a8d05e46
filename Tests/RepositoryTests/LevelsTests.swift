import Foundation
import Testing

/// A row of Sources/README.md.
private struct Level {
  let number: Int
  let target: String
  let imports: [String]
}

private func levels() throws -> [Level] {
  try Repository.text("Sources/README.md").split(separator: "\n").compactMap { line in
    let cells = line.split(separator: "|", omittingEmptySubsequences: false).map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    guard cells.count > 4, let number = Int(cells[1]) else { return nil }
    let imports = cells[3].split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    return Level(number: number, target: cells[2].trimmingCharacters(in: ["`"]), imports: imports)
  }
}

/// What the sources of a target import, our own targets only.
private func imports(of target: String, _ ours: Set<String>) throws -> Set<String> {
  let folder = target == "bench" ? "bench" : "Sources/\(target)"
  let lines = try Repository.swiftFiles(below: folder).flatMap { file in
    try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
  }
  let named = lines.filter { $0.hasPrefix("import ") }.map { String($0.dropFirst("import ".count)) }
  return Set(named).intersection(ours)
}

@Test func importsKeepToTheLevels() throws {
  let levels = try levels()
  let ours = Set(levels.map(\.target))
  #expect(ours.count >= 10)
  for level in levels {
    let found = try imports(of: level.target, ours)
    #expect(found.isSubset(of: level.imports), "\(level.target) imports more than Sources/README.md says")
    for name in level.imports {
      let imported = try #require(levels.first { $0.target == name }, "\(name) is no target")
      #expect(imported.number < level.number, "\(level.target) must not import \(name), which is not below it")
    }
  }
}

@Test func theManifestAllowsWhatTheLevelsSay() throws {
  let manifest = try Repository.text("Package.swift")
  let levels = try levels()
  for level in levels {
    let head = try Regex("arget\\(\\s*name: \"\(level.target)\"")
    let start = try #require(manifest.firstRange(of: head), "\(level.target) is not in Package.swift")
    let rest = manifest[start.upperBound...]
    let end =
      [rest.range(of: "arget("), rest.range(of: "// Tests")].compactMap { $0?.lowerBound }.min() ?? rest.endIndex
    for other in levels where other.target != level.target {
      let isAllowed = rest[..<end].contains("\"\(other.target)\"")
      #expect(!isAllowed || level.imports.contains(other.target), "\(level.target) may import \(other.target)")
    }
  }
}

/// Nothing below the executable does I/O but the file door and the screen.
@Test func onlyTheDoorsTouchTheSystem() throws {
  let doors = ["Sources/Session/Files/", "Sources/Terminal/Screen/", "Sources/tessera/"]
  for file in Repository.swiftFiles(below: "Sources") {
    let path = file.path.dropFirst(Repository.root.path.count + 1)
    if doors.contains(where: path.hasPrefix) { continue }
    let text = try String(contentsOf: file, encoding: .utf8)
    for call in ["FileManager", "fopen(", "FileHandle", "unlink(", "contentsOfFile", "Process()"] {
      #expect(!text.contains(call), "\(path) uses \(call)")
    }
  }
}
