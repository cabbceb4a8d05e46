import Raster

/// Select graphic rendition.
extension TerminalEmulator {
  func setStyle(_ parameters: [[Int?]]) {
    guard !parameters.isEmpty else { return modes.style = CellStyle() }
    var rest = parameters[...]
    while let parameter = rest.popFirst() { setStyle(parameter, &rest) }
  }

  private func setStyle(_ parameter: [Int?], _ rest: inout ArraySlice<[Int?]>) {
    let code = (parameter.first ?? nil) ?? 0
    switch code {
    case 38: modes.style.foreground = color(parameter, &rest) ?? modes.style.foreground
    case 48: modes.style.background = color(parameter, &rest) ?? modes.style.background
    case 30...37: modes.style.foreground = .indexed(code - 30)
    case 90...97: modes.style.foreground = .indexed(code - 82)
    case 39: modes.style.foreground = .terminalDefault
    case 40...47: modes.style.background = .indexed(code - 40)
    case 100...107: modes.style.background = .indexed(code - 92)
    case 49: modes.style.background = .terminalDefault
    default: setAttribute(code)
    }
  }

  private func setAttribute(_ code: Int) {
    switch code {
    case 0: modes.style = CellStyle()
    case 1: modes.style.bold = true
    case 2: modes.style.dim = true
    case 3, 23: modes.style.italic = code == 3
    case 4, 24: modes.style.underline = code == 4
    case 5, 25: modes.style.blink = code == 5
    case 7, 27: modes.style.reverse = code == 7
    case 8, 28: modes.style.invisible = code == 8
    case 9, 29: modes.style.strike = code == 9
    case 22: (modes.style.bold, modes.style.dim) = (false, false)
    default: unknownSequences.append("^[[\(code)m")
    }
  }

  /// `38:2::r:g:b`, `38:2:r:g:b`, `38;2;r;g;b`, `38:5:n` or `38;5;n`.
  private func color(_ parameter: [Int?], _ rest: inout ArraySlice<[Int?]>) -> CellColor? {
    var numbers = parameter.dropFirst().map { $0 ?? 0 }
    if numbers.isEmpty {
      let kind = rest.popFirst()?.first.flatMap { $0 } ?? 0
      numbers = [kind] + rest.prefix(kind == 2 ? 3 : 1).map { $0.first.flatMap { $0 } ?? 0 }
      rest = rest.dropFirst(numbers.count - 1)
    }
    if numbers.count >= 2, numbers[0] == 5 { return .indexed(min(max(numbers[1], 0), 255)) }
    guard numbers.count >= 4, numbers[0] == 2 else { return nil }
    let channels = numbers.suffix(3).map { UInt8(clamping: $0) }
    return .rgb(RGB(channels[0], channels[1], channels[2]))
  }
}
