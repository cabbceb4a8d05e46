import Session

extension Editor {
  mutating func perform(_ action: ImageLookAction) {
    switch action {
    case .contrast(.automatic):
      state.imageLook.contrast = state.imageLook.contrast == .automatic ? .percent(100) : .automatic
    case .contrast(let contrast): state.imageLook.contrast = contrast
    case .stepContrast(let step): state.imageLook.stepContrast(step)
    case .gamma(let gamma): state.imageLook.gamma = gamma
    case .stepGamma(let steps): state.imageLook.stepGamma(steps)
    case .channel(let channel): state.imageLook.channel = channel ?? nextChannel
    case .reset: state.imageLook = ImageLook()
    }
    let facts = imageLookFacts.map { "\($0.name) \($0.value)" }
    state.say(.note, "the image is shown " + (facts.isEmpty ? "as it is" : "with " + facts.joined(separator: ", ")))
  }

  private var nextChannel: Channel {
    let all = Channel.allCases
    return all[((all.firstIndex(of: state.imageLook.channel) ?? 0) + 1) % all.count]
  }

  /// What differs from the image as it is, so that nobody forgets it.
  var imageLookFacts: [Fact] {
    let (look, plain) = (state.imageLook, ImageLook())
    var facts: [Fact] = []
    if look.channel != plain.channel { facts.append(Fact(name: "channel", value: look.channel.rawValue)) }
    if look.contrast != plain.contrast { facts.append(Fact(name: "contrast", value: text(look.contrast))) }
    if look.gamma != plain.gamma { facts.append(Fact(name: "gamma", value: "\(look.gamma)")) }
    return facts
  }

  private func text(_ contrast: Contrast) -> String {
    switch contrast {
    case .percent(let percent): "\(percent) %"
    case .automatic: "auto"
    }
  }
}
