import Glibc

extension UnsafeMutablePointer where Pointee: BitwiseCopyable {
  /// Room for many elements that are visited in no order: in large pages where the system has them, because looking up
  /// small ones would take longer than reading.
  static func large(capacity: Int) -> UnsafeMutablePointer {
    let page = 1 << 21
    let byteCount = capacity * MemoryLayout<Pointee>.stride
    guard byteCount >= 4 * page else { return .allocate(capacity: max(1, capacity)) }
    let memory = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: page)
    // What cannot be had is not missed.
    _ = madvise(memory, byteCount, Int32(MADV_HUGEPAGE))
    return memory.bindMemory(to: Pointee.self, capacity: capacity)
  }
}
