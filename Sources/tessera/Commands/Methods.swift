import ArgumentParser
import Foundation
import OpenCVMethods
import Segmentation

/// `tessera methods [NAME] [--json]`: the table of parameters that everything else reads, too.
struct Methods: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the segmentation methods with their parameters.",
    discussion: "Example: `tessera methods superpixel` explains the parameters of one method.")

  @Argument(help: "One method, explained.") var name: String?
  @Flag(help: "Print JSON.") var json = false

  func run() throws {
    let methods = try chosen()
    if json {
      print(try encoded(methods.map(MethodReport.init)))
    } else {
      print(methods.map(text).joined(separator: "\n\n"))
    }
  }

  private func chosen() throws -> [MethodDescription] {
    let registry = MethodRegistry.with(nil)
    guard let name else { return registry.methods.map(\.description) }
    do {
      return [try registry.method(named: name).description]
    } catch {
      throw fail(error)
    }
  }

  private func text(_ method: MethodDescription) -> String {
    let aliases = method.aliases.isEmpty ? "" : " (also \(method.aliases.joined(separator: ", ")))"
    let width = method.parameters.map(\.name.count).max() ?? 0
    let rows = method.parameters.map { parameter in
      let name = parameter.name.padding(toLength: width, withPad: " ", startingAt: 0)
      return "  \(name)  \(parameter.standard)  (\(parameter.allowed))  \(parameter.help)"
    }
    return (["\(method.name)\(aliases): \(method.summary)"] + rows).joined(separator: "\n")
  }
}

/// A method as JSON.
private struct MethodReport: Encodable {
  struct Row: Encodable {
    let name: String
    let kind: String
    let standard: String
    let allowed: String
    let help: String

    enum CodingKeys: String, CodingKey {
      case name, kind, allowed, help
      case standard = "default"
    }
  }

  let name: String
  let aliases: [String]
  let summary: String
  let parameters: [Row]

  init(_ method: MethodDescription) {
    name = method.name
    aliases = method.aliases
    summary = method.summary
    parameters = method.parameters.map { parameter in
      let kind =
        switch parameter.kind {
        case .integer: "integer"
        case .real: "real"
        case .choice: "choice"
        }
      return Row(
        name: parameter.name, kind: kind, standard: "\(parameter.standard)", allowed: parameter.allowed,
        help: parameter.help)
    }
  }
}

/// Pretty JSON with keys in a fixed order.
func encoded(_ value: some Encodable) throws -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  return String(decoding: try encoder.encode(value), as: UTF8.self)
}
