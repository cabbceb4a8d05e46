import Raster
import Session

/// How the image itself is shown, for looking only: labels, methods and the colour under the cursor know nothing of it.
public struct ImageLook: Equatable, Sendable {
  /// What of the colours is shown.
  public var channel = Channel.rgb
  /// How far values are spread.
  public var contrast = Contrast.percent(100)
  /// Above 1 is brighter in the dark.
  public var gamma = 1.0

  /// The image as it is.
  public init() {}

  /// What `stepGamma` steps through.
  static let gammas = [0.1, 0.16, 0.2, 0.25, 0.32, 0.4, 0.5, 0.63, 0.8, 1, 1.25, 1.6, 2, 2.5, 3.2, 4, 5, 6.3, 8, 10]

  /// So many of `gammas` on or back, as far as they go.
  mutating func stepGamma(_ steps: Int) {
    for _ in 0..<min(abs(steps), Self.gammas.count) {
      let next = steps > 0 ? Self.gammas.first { $0 > gamma * 1.01 } : Self.gammas.last { $0 < gamma * 0.99 }
      gamma = next ?? gamma
    }
  }

  /// So many percent more or less contrast than there is; of the automatic one nothing is left.
  mutating func stepContrast(_ step: Int) {
    guard case .percent(let percent) = contrast else { return contrast = .percent(Self.held(100 + step)) }
    contrast = .percent(Self.held(percent + step))
  }

  private static func held(_ percent: Int) -> Int {
    min(max(percent, Contrast.percents.lowerBound), Contrast.percents.upperBound)
  }
}
