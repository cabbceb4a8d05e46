/// What changes how the image is shown, for looking only: never labels, never what methods see.
public enum ImageLookAction: Equatable, Sendable {
  case contrast(Contrast)
  /// So many percent more or less.
  case stepContrast(Int)
  /// Above 1 is brighter in the dark.
  case gamma(Double)
  /// So many steps brighter, or darker.
  case stepGamma(Int)
  /// Nil for the next one.
  case channel(Channel?)
  /// All as the image is.
  case reset
}

/// How far the image's values are spread.
public enum Contrast: Equatable, Sendable {
  /// Around the middle; 100 is as the image is.
  case percent(Int)
  /// All but the darkest and brightest 0.5 % over the whole range. Naming it while it is on switches back.
  case automatic

  /// What `percent` may be.
  public static let percents = 10...1000
}

/// What of the image's colours is shown; all but `rgb` as greys.
public enum Channel: String, CaseIterable, Sendable { case rgb, red, green, blue, luminance, saturation }

extension Command {
  /// What `gamma` may be.
  public static let gammas = 0.1...10.0
}
