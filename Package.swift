// swift-tools-version: 6.2
// The levels that a target may import from are stated in Sources/README.md; a test compares the two.
import PackageDescription

/// Kernels are measured and tested at real image sizes: they are optimised in debug builds as well.
let kernel: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// Only the OpenCV libraries that are called: all of `opencv4` costs half a second at every start.
let openCV: [LinkerSetting] = ["core", "dnn", "imgproc", "imgcodecs", "ximgproc"].map {
  .linkedLibrary("opencv_\($0)")
}

let package = Package(
  name: "tessera",
  products: [.executable(name: "tessera", targets: ["tessera"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.0.0"),
    .package(url: "https://github.com/apple/swift-system", from: "1.6.0"),
  ],
  targets: [
    // Level 0
    .target(
      name: "COpenCV",
      cxxSettings: [.unsafeFlags(["-I/usr/include/opencv4", "-O2", "-std=c++17"])],
      linkerSettings: openCV),
    .target(name: "COpenVINO", linkerSettings: [.linkedLibrary("dl")]),
    .target(
      name: "CTerminal", linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo"), .linkedLibrary("sixel")]),
    .target(name: "Raster", dependencies: [.product(name: "Crypto", package: "swift-crypto")], swiftSettings: kernel),
    // Level 1
    .target(name: "Segmentation", dependencies: ["Raster"], swiftSettings: kernel),
    .target(name: "Display", dependencies: ["Raster"], swiftSettings: kernel),
    // Level 2
    .target(name: "OpenCVMethods", dependencies: ["Segmentation", "Raster", "COpenCV"], swiftSettings: kernel),
    .target(
      name: "Inference", dependencies: ["Segmentation", "Raster", "COpenCV", "COpenVINO"], swiftSettings: kernel),
    .target(
      name: "Session",
      dependencies: ["Segmentation", "Raster", .product(name: "SystemPackage", package: "swift-system")],
      swiftSettings: kernel),
    // Level 3
    .target(
      name: "Editor",
      dependencies: ["Session", "Segmentation", "Display", "Raster"],
      // Links to keymaps/ and themes/: people edit those, the binary brings them along.
      resources: [.embedInCode("Presets")],
      swiftSettings: kernel),
    .target(name: "Terminal", dependencies: ["Display", "Raster", "CTerminal"], swiftSettings: kernel),
    // Level 4
    .executableTarget(
      name: "tessera",
      dependencies: [
        "Raster", "Segmentation", "Display", "OpenCVMethods", "Inference", "Session", "Editor", "Terminal",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "SystemPackage", package: "swift-system"),
      ]),
    .executableTarget(
      name: "bench",
      dependencies: [
        "Raster", "Segmentation", "Display", "OpenCVMethods", "Inference", "Session", "Editor", "Terminal",
        "TestSupport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      path: "bench",
      exclude: ["README.md", "RESULTS.md", "inference_peers.py", "peers.py", "segment_peers.py"]),
    // Tests
    .testTarget(name: "RasterTests", dependencies: ["Raster"]),
    .testTarget(name: "SegmentationTests", dependencies: ["Segmentation", "TestSupport", "Raster"]),
    .testTarget(
      name: "OpenCVMethodsTests", dependencies: ["OpenCVMethods", "Segmentation", "TestSupport", "Raster"]),
    .testTarget(
      name: "InferenceTests",
      dependencies: ["Inference", "OpenCVMethods", "Session", "Segmentation", "Raster", "TestSupport", "CTestSupport"]),
    .testTarget(name: "SessionTests", dependencies: ["Session", "Segmentation", "TestSupport", "Raster"]),
    .testTarget(
      name: "EditorTests",
      dependencies: [
        "Editor", "Session", "Segmentation", "TestSupport", "Display", "Raster",
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      exclude: ["Scenarios"]),
    .testTarget(name: "TerminalTests", dependencies: ["Terminal", "TestSupport", "Display", "Raster", "CTerminal"]),
    .target(
      name: "CTestSupport", path: "Tests/CTestSupport", linkerSettings: [.linkedLibrary("sixel"), .linkedLibrary("z")]),
    .target(
      name: "TestSupport", dependencies: ["Session", "Segmentation", "Raster", "CTestSupport"],
      path: "Tests/TestSupport", swiftSettings: kernel),
    .testTarget(name: "RepositoryTests", dependencies: ["Editor", "Session"]),
    .testTarget(
      name: "AppTests",
      dependencies: [
        "tessera", "TestSupport", "Editor", "OpenCVMethods", "Inference", "Session", "Segmentation", "Raster",
        .product(name: "SystemPackage", package: "swift-system"),
      ]),
    .testTarget(
      name: "EndToEndTests",
      dependencies: ["tessera", "TestSupport", "OpenCVMethods", "Inference", "Session", "Raster"]),
  ]
)
