import Testing

@testable import Segmentation

@Suite struct DimensionTests {
  private func integer(_ range: ClosedRange<Int>, _ dimension: Dimension) -> Parameter {
    Parameter("size", .integer(range), default: .integer(range.lowerBound), help: "a size", dimension: dimension)
  }

  private func real(_ range: ClosedRange<Double>, _ dimension: Dimension) -> Parameter {
    Parameter("size", .real(range), default: .real(range.lowerBound), help: "a size", dimension: dimension)
  }

  @Test(arguments: [
    (Dimension.none, 40, 40), (.length, 40, 10), (.length, 42, 11), (.length, 1, 2), (.area, 400, 25),
    (.perLength, 40, 100), (.oddLength, 21, 5), (.oddLength, 7, 1), (.oddLength, 13, 3), (.length, 0, 0),
    (.length, -1, -1),
  ])
  func integersAtAQuarter(_ dimension: Dimension, _ value: Int, _ expected: Int) {
    let least = value <= 0 ? -1 : dimension == .length ? 2 : 1
    let parameter = integer(least...(dimension == .perLength ? 100 : 1000), dimension)
    #expect(parameter.value(.integer(value), shrunkBy: 4) == .integer(expected))
  }

  @Test(arguments: [
    (Dimension.none, 3, 3), (.length, 3, 0.75), (.area, 32, 2), (.perLength, 3, 12), (.perLength, 90, 100),
    (.length, 1, 0.5), (.length, 0, 0),
  ])
  func realsAtAQuarter(_ dimension: Dimension, _ value: Double, _ expected: Double) {
    let parameter = real((value == 0 ? 0 : 0.5)...100, dimension)
    #expect(parameter.value(.real(value), shrunkBy: 4) == .real(expected))
  }

  /// A copy that cannot take so small a value stands for another one, and that is told.
  @Test func whatTheCopyCannotTakeIsTold() {
    #expect(real(1...20, .length).equivalent(of: .real(2.5), shrunkBy: 4) == .real(4))
    #expect(real(1...20, .length).equivalent(of: .real(8), shrunkBy: 4) == nil)
    #expect(integer(2...2000, .length).equivalent(of: .integer(5), shrunkBy: 8) == .integer(16))
    #expect(integer(2...2000, .length).equivalent(of: .integer(42), shrunkBy: 4) == nil)
    #expect(integer(0...2000, .length).equivalent(of: .integer(0), shrunkBy: 8) == nil)
    #expect(real(0...100, .perLength).equivalent(of: .real(50), shrunkBy: 4) == .real(25))
  }

  @Test func nothingChangesAtFullSize() {
    #expect(integer(1...100, .area).value(.integer(7), shrunkBy: 1) == .integer(7))
    #expect(integer(0...Int.max, .perLength).value(.integer(.max), shrunkBy: 2) == .integer(.max))
  }
}
