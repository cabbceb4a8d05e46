import Raster
import Segmentation
import Testing

@testable import OpenCVMethods

/// What OpenCV's bilateral filter and fastNlMeansDenoisingColored (4.6) make of pictures, as FNV-1a of the bytes.
private let goldens: [(size: (Int, Int), settings: KeyValuePairs<String, String>, sum: UInt64)] = [
  ((97, 83), [:], 9_562_608_826_118_804_136),
  ((97, 83), ["h": "3", "h_color": "25", "template_window": "5", "search_window": "11"], 4_575_714_841_693_242_413),
  ((64, 150), ["h": "100", "h_color": "100", "bilateral_d": "1"], 7_251_231_172_670_969_984),
  (
    (50, 41), ["h": "0.1", "h_color": "0.1", "template_window": "9", "search_window": "33"], 11_501_439_247_058_383_522
  ),
  ((33, 70), ["template_window": "1", "search_window": "1", "h": "40"], 5_856_762_743_369_853_645),
  ((29, 31), ["template_window": "21", "search_window": "61"], 4_226_726_128_640_051_196),
  ((1, 40), [:], 11_806_680_747_580_106_197), ((40, 1), [:], 226_337_234_894_113_319),
  ((2, 2), [:], 13_737_607_697_380_807_845), ((1, 1), [:], 12_537_380_451_801_058_858),
  ((5, 200), ["search_window": "3"], 1_668_931_042_171_569_601),
]

private func sum(_ bytes: [UInt8]) -> UInt64 {
  bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
}

@Test(arguments: goldens.indices)
func denoisingIsOpenCVsToTheByte(index: Int) throws {
  let (size, settings, expected) = goldens[index]
  let spec = MethodSpec("edge", settings.map { .init($0.key, $0.value) })
  let parameters = try MethodRegistry.standard.parameters(for: spec)
  let image = EveryMethod.tiles(size.0, size.1, seed: 7)
  let found = sum(try Edge().denoised(image, parameters, MethodRun()).bytes)
  #expect(found == expected, "\(found)")
}
