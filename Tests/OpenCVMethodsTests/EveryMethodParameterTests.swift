import OpenCVMethods
import Raster
import Segmentation
import Testing

private let registry = MethodRegistry.standard
private let pixel = Image(size: Size(width: 1, height: 1), bytes: [1, 2, 3])

/// Texts that are a value of no parameter.
private let nonsense = [
  "", " ", "nan", "-nan", "inf", "-inf", "infinity", "1e999", "-1e999", "99999999999999999999999999", "１", "1,5", "--5",
  "0x", "1 ", "five", "\u{0}", "1\u{0}",
]

private func refused(_ text: String, _ parameter: Parameter, of method: String) {
  let spec = MethodSpec(method, [.init(parameter.name, text)])
  let error = SegmentationError.value(
    method: method, parameter: parameter.name, value: text, allowed: parameter.allowed)
  #expect(throws: error) { try registry.segment(pixel, spec) }
}

@Test(arguments: EveryMethod.names)
func valuesThatAreNoneAreRefused(method: String) throws {
  for parameter in try registry.method(named: method).description.parameters {
    for text in nonsense { refused(text, parameter, of: method) }
    switch parameter.kind {
    case .integer(let range):
      refused("\(range.lowerBound - 1)", parameter, of: method)
      if range.upperBound < .max { refused("\(range.upperBound + 1)", parameter, of: method) }
      refused("\(range.lowerBound).5", parameter, of: method)
    case .real(let range):
      refused("\(range.lowerBound.nextDown)", parameter, of: method)
      refused("\(range.upperBound.nextUp)", parameter, of: method)
    case .choice(let names): refused(names[0] + "x", parameter, of: method)
    }
  }
}

/// The ends of every range work, on images that are much smaller than most of them.
@Test(arguments: EveryMethod.names)
func theEndsOfEveryRangeWork(method: String) throws {
  for parameter in try registry.method(named: method).description.parameters {
    let values: [String] =
      switch parameter.kind {
      case .integer(let range): ["\(range.lowerBound)", "\(range.upperBound)"]
      case .real(let range): ["\(range.lowerBound)", "\(range.upperBound)"]
      case .choice(let names): names
      }
    for value in values {
      for image in [pixel, EveryMethod.noise(9, 7, seed: 1), EveryMethod.tiles(45, 44)] {
        let labels = try registry.segment(image, MethodSpec(method, [.init(parameter.name, value)]))
        let arePositive = labels.elements.allSatisfy { $0 >= 0 }
        #expect(arePositive, "\(parameter.name)=\(value)")
      }
    }
  }
}

@Test(arguments: EveryMethod.names)
func theNearestNameIsOffered(method: String) throws {
  let name = method + "x"
  #expect(throws: SegmentationError.unknownMethod(name, nearest: method)) {
    try registry.segment(pixel, MethodSpec(name))
  }
  for parameter in try registry.method(named: method).description.parameters {
    let wrong = parameter.name + "x"
    #expect(throws: SegmentationError.unknownParameter(method: method, name: wrong, nearest: parameter.name)) {
      try registry.segment(pixel, MethodSpec(method, [.init(wrong, "1")]))
    }
  }
}

@Test func namesThatAreNearNothingGetTheList() {
  #expect(throws: SegmentationError.unknownMethod("", nearest: nil)) { try registry.segment(pixel, MethodSpec("")) }
  let error = SegmentationError.unknownMethod("neural-network", nearest: nil)
  #expect(throws: error) { try registry.segment(pixel, MethodSpec("neural-network")) }
  #expect(error.description == "no method 'neural-network'; `tessera methods` lists them")
}
