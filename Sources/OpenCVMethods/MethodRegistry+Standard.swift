import Segmentation

extension MethodRegistry {
  /// Every automatic method of this program, in the order in which `tessera methods` lists them.
  public static let standard = MethodRegistry([
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
  ]).withHierarchy()
}
