import Glibc

/// What the system can still give to this process.
enum SystemMemory {
  /// Bytes: the least of what the machine has available, what the control groups of this process leave, and what its
  /// limit of address space leaves. Nil where none of them can be told.
  static var available: Int? { available { contents(of: $0) } }

  /// - Parameter read: the text of a file, nil if there is none.
  static func available(_ read: (String) -> String?) -> Int? {
    ([machine(read), addressSpace(read)] + groups(read)).compactMap { $0 }.min().map { max(0, $0) }
  }

  private static func machine(_ read: (String) -> String?) -> Int? {
    read("/proc/meminfo").flatMap { number(after: "MemAvailable:", in: $0) }.map { $0 * 1024 }
  }

  private static func addressSpace(_ read: (String) -> String?) -> Int? {
    guard let limits = read("/proc/self/limits"), let limit = number(after: "Max address space", in: limits),
      let status = read("/proc/self/status"), let taken = number(after: "VmSize:", in: status)
    else { return nil }
    return limit - taken * 1024
  }

  /// What is left in each group that holds this process, from its own up; version 2 (`0::`) and 1 (`:memory:`).
  private static func groups(_ read: (String) -> String?) -> [Int?] {
    (read("/proc/self/cgroup") ?? "").split(separator: "\n").flatMap { line -> [Int?] in
      let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard fields.count == 3 else { return [] }
      if fields[1].isEmpty {
        return folders("/sys/fs/cgroup", fields[2]).map {
          left($0, "memory.max", "memory.current", "inactive_file", read)
        }
      }
      guard fields[1].split(separator: ",").contains("memory") else { return [] }
      return folders("/sys/fs/cgroup/memory", fields[2]).map {
        left($0, "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file", read)
      }
    }
  }

  private static func folders(_ root: String, _ path: Substring) -> [String] {
    let names = path.split(separator: "/")
    return (0...names.count).map { ([Substring(root)] + names.prefix($0)).joined(separator: "/") }
  }

  /// Pages of files that nobody uses are given back when memory is short.
  private static func left(
    _ folder: String, _ limit: String, _ usage: String, _ cache: String, _ read: (String) -> String?
  ) -> Int? {
    guard let limit = read("\(folder)/\(limit)").flatMap({ number(after: "", in: $0) }),
      let usage = read("\(folder)/\(usage)").flatMap({ number(after: "", in: $0) })
    else { return nil }
    let cached = read("\(folder)/memory.stat").flatMap { number(after: cache + " ", in: $0) } ?? 0
    return limit - usage + min(cached, usage)
  }

  /// The number that follows `name` at the start of a line; nil for words such as `max` and `unlimited`.
  private static func number(after name: String, in text: String) -> Int? {
    let line = text.split(separator: "\n").first { $0.hasPrefix(name) }
    return line?.dropFirst(name.count).split(whereSeparator: { $0 == " " || $0 == "\t" }).first.flatMap { Int($0) }
  }

  private static func contents(of path: String) -> String? {
    guard let file = fopen(path, "re") else { return nil }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes.prefix(count), as: UTF8.self)
  }
}
