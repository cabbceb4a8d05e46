import Segmentation

extension MethodRegistry {
  /// Every automatic method of this program, in the order in which `tessera methods` lists them.
  public static let standard = MethodRegistry(bases.methods + [Hierarchy(over: bases)])

  /// The methods that segment pixels, which a hierarchy may stand on.
  private static let bases = MethodRegistry([
    Superpixel(),
    Slic(),
    ChanVese(),
    Edge(),
    Felzenszwalb(),
    Graph(),
    KMeans(),
    Quickshift(),
    SlicKMeans(),
    Threshold(),
    Watershed(),
  ])
}
