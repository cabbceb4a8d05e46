import Foundation

/// The processes of a session that still run; zombies do not count.
package func livingProcesses(inSession session: pid_t) -> [pid_t] {
  let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
  return entries.compactMap { pid_t($0) }.sorted().filter { isAlive($0, inSession: session) }
}

private func isAlive(_ process: pid_t, inSession session: pid_t) -> Bool {
  guard let data = FileManager.default.contents(atPath: "/proc/\(process)/stat") else { return false }
  // The name in parentheses may hold anything; state, parent, group and session follow it.
  let fields = String(decoding: data, as: UTF8.self).split(separator: ")").last?.split(separator: " ") ?? []
  return fields.count > 3 && fields[0] != "Z" && pid_t(fields[3]) == session
}
