/// Which object new paint belongs to.
public enum ObjectAction: Equatable, Sendable {
  /// A new one of the current class.
  case new
  /// The one of that id, from 1; its class becomes the current one.
  case select(Int)
  /// None: painting makes no objects.
  case leave
}
