import Raster

extension Command {
  static let imageLookTable: [CommandDescription] = [
    CommandDescription(
      "contrast", "PERCENT or contrast auto", .view,
      "Show the image with another contrast than its 100 %, or with all that it has; again: off", choices: ["auto"],
      read: readContrast,
      write: {
        switch $0 {
        case .imageLook(.contrast(.percent(let percent))): ["\(percent)"]
        case .imageLook(.contrast(.automatic)): ["auto"]
        default: nil
        }
      }),
    CommandDescription(
      "step-contrast", "PERCENT", .view, "Show the image with so much more contrast, or less",
      read: { words throws(CommandError) in .imageLook(.stepContrast(try words.integer(-1000...1000))) },
      write: { if case .imageLook(.stepContrast(let step)) = $0 { ["\(step)"] } else { nil } }),
    CommandDescription(
      "gamma", "VALUE", .view, "Show the image brighter in the dark, or darker below 1", read: readGamma,
      write: { if case .imageLook(.gamma(let gamma)) = $0 { ["\(gamma)"] } else { nil } }),
    CommandDescription(
      "step-gamma", "STEPS", .view, "Show the image so many steps brighter, or darker",
      read: { words throws(CommandError) in .imageLook(.stepGamma(try words.integer(-100...100))) },
      write: { if case .imageLook(.stepGamma(let steps)) = $0 { ["\(steps)"] } else { nil } }),
    CommandDescription(
      "channel", "[\(Channel.allCases.map(\.rawValue).joined(separator: " | "))]", .view,
      "Choose which channel of the image is shown", choices: Channel.allCases.map(\.rawValue),
      read: { words throws(CommandError) in
        .imageLook(.channel(words.isAtEnd ? nil : try words.choice(Channel.self)))
      },
      write: { if case .imageLook(.channel(let channel)) = $0 { channel.map { [$0.rawValue] } ?? [] } else { nil } }),
    CommandDescription(
      "view-reset", .view, "Show the image as it is: contrast, gamma and channel", .imageLook(.reset)),
  ]

  @Sendable private static func readContrast(_ words: inout WordReader) throws(CommandError) -> Command {
    let word = try words.next()
    if word.text == "auto", !word.isQuoted { return .imageLook(.contrast(.automatic)) }
    guard let percent = word.integer, Contrast.percents.contains(percent) else {
      let range = Contrast.percents
      throw words.misfit(word, "auto or a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return .imageLook(.contrast(.percent(percent)))
  }

  @Sendable private static func readGamma(_ words: inout WordReader) throws(CommandError) -> Command {
    let word = try words.next()
    guard let text = word.text, !word.isQuoted, let gamma = Double(text), gammas.contains(gamma) else {
      throw words.misfit(word, "a number from \(gammas.lowerBound) to \(gammas.upperBound)")
    }
    return .imageLook(.gamma(gamma))
  }
}
