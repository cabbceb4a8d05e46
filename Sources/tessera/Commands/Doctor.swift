import ArgumentParser
import Display
import Editor
import Foundation
import Glibc
import Inference
import OpenCVMethods
import Segmentation
import Session
import Terminal

/// `tessera doctor`: what this terminal and machine can do, and how to get what is missing.
struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say what this terminal and machine can do and how to fix what is missing.",
    discussion: "Example: `tessera doctor` in the terminal that you will label in.")

  @Flag(help: "Print JSON.") var json = false

  func run() throws {
    let rows = machineRows + [engineRow] + settingsRows + terminalRows
    if json {
      print(try encoded(rows))
    } else {
      rows.forEach { print($0.line) }
    }
  }

  private var machineRows: [DoctorRow] {
    [
      DoctorRow("tessera", Tessera.configuration.version),
      DoctorRow("methods", MethodRegistry.with(nil).methods.map(\.description.name).joined(separator: ", ")),
      DoctorRow("processors", "\(sysconf(Int32(_SC_NPROCESSORS_ONLN)))"),
      localeRow,
    ]
  }

  private var localeRow: DoctorRow {
    let variables = ProcessEnvironment.variables
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { variables[$0] }.first { !$0.isEmpty } ?? "not set"
    let isUnicode = locale.uppercased().contains("UTF-8") || locale.uppercased().contains("UTF8")
    return DoctorRow(
      "locale", locale, isGood: isUnicode, advice: isUnicode ? nil : "set LANG=C.UTF-8, or text may look broken")
  }

  /// The engine with its version, tested by one run; or every place that was tried.
  private var engineRow: DoctorRow {
    let report = InstalledEngine.report
    let tried = report.attempts.map(\.line).joined(separator: "; ")
    guard let engine = report.engine else {
      return DoctorRow("inference", "no engine; tried \(tried)", isGood: false, advice: InstalledEngine.advice)
    }
    let found = printable("\(engine.name) \(engine.version)")
    do throws(InferenceError) {
      try EngineSelfTest.run(engine)
      return DoctorRow("inference", "\(found), computes correctly; tried \(tried)")
    } catch {
      let finding = "\(found): \(printable(error.description)); tried \(tried)"
      return DoctorRow("inference", finding, isGood: false, advice: InstalledEngine.advice)
    }
  }

  private var settingsRows: [DoctorRow] {
    guard let folder = Settings.folder else {
      return [
        DoctorRow("settings", "neither XDG_CONFIG_HOME nor HOME is set; built-in key map and theme", isGood: true)
      ]
    }
    let names = ["keymap.toml", "theme.toml", "classes.toml", "config.toml"]
    let files = names.filter { SystemFiles().exists(folder.appending($0)) }
    let found = files.isEmpty ? "none of your own" : files.joined(separator: ", ")
    return [DoctorRow("settings", "\(printable(folder.string)): \(found)")]
  }

  private var terminalRows: [DoctorRow] {
    do throws(ScreenError) {
      let screen = try Screen(.init(variables: ProcessEnvironment.variables))
      let rows = screen.capabilities.report(cells: screen.spec.cells)
      screen.close()
      return rows.map { DoctorRow($0.item, $0.finding, isGood: $0.isGood, advice: $0.advice) }
    } catch {
      return [DoctorRow("terminal", error.description, isGood: false, advice: "replay and methods need none")]
    }
  }
}

/// One finding.
private struct DoctorRow: Encodable {
  let item: String
  let finding: String
  let isGood: Bool
  let advice: String?

  init(_ item: String, _ finding: String, isGood: Bool = true, advice: String? = nil) {
    (self.item, self.finding, self.isGood, self.advice) = (item, finding, isGood, advice)
  }

  var line: String {
    let name = item.padding(toLength: 20, withPad: " ", startingAt: 0)
    return "\(isGood ? "ok  " : "note") \(name) \(finding)" + (advice.map { "\n     → \($0)" } ?? "")
  }
}
