import Foundation
import OpenCVMethods
import Raster
import Segmentation
import TestSupport

/// Our label maps against those of the programs whose methods they are, on three photographs.
func agreementTables(_ inputs: Inputs) throws -> [Table] {
  guard Reference.exists else { throw MissingInput(description: Reference.absence) }
  var table = Table(
    note: """
      Equal: the share of pixels that agree once labels are matched, the smaller of both ways. Same numbers: the share \
      of pixels with the same label number. Exact: the same partition.
      """,
    header: ["method", "reference", "image", "Rand index", "equal", "same numbers", "exact", "asked", "why not exact"])
  for claim in Claim.all where inputs.choice.takes(method: claim.method) {
    for image in Reference.images where claim.peer == nil || Trials.havePeers {
      announce("\(claim.method) on \(image)")
      let finding = try claim.finding(image, inputs)
      table.rows.append(claim.row(image, finding))
      if claim.isMet(by: finding) == false {
        table.missed.append("\(claim.method) as \(claim.reference), \(image)")
      }
    }
  }
  return [table] + (inputs.choice.takes(method: "kmeans") ? [try costTable()] : [])
}

/// What a method of ours is said to give.
private struct Claim {
  let method: String
  var settings: KeyValuePairs<String, String> = [:]
  /// In the folder of references, or what `peer` is called.
  let reference: String
  /// A program that is asked now, on the same pixels, instead of its stored answer.
  var peer: Peer?
  let asked: Asked
  var reason = ""

  enum Asked {
    case nothing
    case exact
    case randIndex(Double)
    /// Same number at so many pixels.
    case numbers(Double)

    var text: String {
      switch self {
      case .nothing: ""
      case .exact: "exact"
      case .randIndex(let least): "index ≥ \(least)"
      case .numbers(let least): "numbers ≥ \(percent(least))"
      }
    }
  }

  struct Finding {
    let agreement: Agreement
    let sameNumbers: Double
  }

  static let all: [Claim] = [
    Claim(method: "superpixel", reference: "icas-superpixel", asked: .exact),
    Claim(method: "superpixel", settings: squares("slic"), reference: "cv-slic", asked: .exact),
    Claim(method: "superpixel", settings: squares("slico"), reference: "cv-slico", asked: .exact),
    Claim(method: "graph", reference: "icas-graph", asked: .exact),
    Claim(method: "felzenszwalb", reference: "icas-felzenszwalb", asked: .exact),
    Claim(
      method: "felzenszwalb", settings: ["scale": "1", "sigma": "0.8", "min_size": "20"],
      reference: "sk-felzenszwalb", asked: .randIndex(0.99), reason: "edges of equal weight are merged in another order"
    ),
    Claim(
      method: "quickshift", settings: ["compat": "icas"], reference: "icas-quickshift", asked: .randIndex(0.99),
      reason: "scikit-image breaks ties by random noise"),
    Claim(
      method: "quickshift", settings: ["ratio": "1", "kernel_size": "5", "max_dist": "10"],
      reference: "sk-quickshift", asked: .randIndex(0.95), reason: "scikit-image breaks ties by random noise"),
    Claim(
      method: "chanvese", reference: "scikit-image, run now",
      peer: Peer(program: "scikit-image", method: "chanvese"), asked: .numbers(0.999),
      reason: "rounding at the borders of bins"
    ),
    Claim(
      method: "chanvese", reference: "icas-chanvase", asked: .nothing,
      reason: "made of the gray that the decoder gave, which differs by a level in half of the pixels"),
    Claim(
      method: "edge", settings: ["compat": "icas"], reference: "icas-edge", asked: .numbers(0.999),
      reason: "the filters of OpenCV 4.6 round some bytes otherwise than those of 4.10"),
  ]

  private static func squares(_ algorithm: String) -> KeyValuePairs<String, String> {
    ["algorithm": algorithm, "region_size": "20", "ruler": "10"]
  }

  private var spec: MethodSpec { MethodSpec(method, settings.map { .init($0.key, $0.value) }) }

  func finding(_ image: String, _ inputs: Inputs) throws -> Finding {
    let labels = try MethodRegistry.standard.segment(try Reference.image("images/\(image)"), spec)
    let expected = try peer.map { try $0.labels(image, labels.size, inputs) } ?? Reference.labels(image, reference)
    let same = zip(labels.elements, expected.elements).count { $0 == $1 }
    return Finding(
      agreement: Agreement(labels, expected), sameNumbers: Double(same) / Double(max(1, labels.size.area)))
  }

  /// Nil where nothing is asked.
  func isMet(by finding: Finding) -> Bool? {
    switch asked {
    case .nothing: nil
    case .exact: finding.agreement.isExact
    case .randIndex(let least): finding.agreement.adjustedRandIndex >= least
    case .numbers(let least): finding.sameNumbers >= least
    }
  }

  func row(_ image: String, _ finding: Finding) -> [String] {
    let what = ([method] + settings.map { "\($0.key)=\($0.value)" }).joined(separator: " ")
    let agreement = finding.agreement
    return [
      what, reference, image, fixed(agreement.adjustedRandIndex, 5), percent(agreement.equalShare),
      percent(finding.sameNumbers), agreement.isExact ? "yes" : "no", "\(asked.text) \(mark(isMet(by: finding)))",
      agreement.isExact ? "" : reason,
    ]
  }
}

extension Peer {
  /// Its label map of one of the reference images.
  fileprivate func labels(_ image: String, _ size: Size, _ inputs: Inputs) throws -> LabelMap {
    let file = inputs.scratch.path("peer-labels")
    _ = try Trials.run(self, Reference.path("images/\(image).png"), seconds: "0", ["--labels", file])
    let labels = try readBytes(file).withUnsafeBytes { bytes in
      (0..<bytes.count / 4).map { Int32(littleEndian: bytes.loadUnaligned(fromByteOffset: $0 * 4, as: Int32.self)) }
    }
    return LabelMap(size: size, elements: labels)
  }
}

/// The sum of squares of our clusters against OpenCV's best of three seeds; the label maps are random in both.
private func costTable() throws -> Table {
  var table = Table(
    title: "Cost of k-means",
    note: "Sum of squared distances to the clusters' means; OpenCV's is the best of three seeds.",
    header: ["image", "ours", "OpenCV's", "ours / OpenCV's", "asked"])
  for image in Reference.images {
    let pixels = try Reference.image("images/\(image)")
    let labels = try MethodRegistry.standard.segment(pixels, MethodSpec("kmeans"))
    let (ours, theirs) = (clusterCost(of: labels, pixels, divisor: 5), try Reference.kMeans(image).cost)
    let isMet = ours <= 1.01 * theirs
    table.rows.append([
      image, "\(Int(ours))", "\(Int(theirs))", fixed(ours / theirs, 4), "≤ 1.01 \(mark(isMet))",
    ])
    if !isMet { table.missed.append("cost of kmeans, \(image)") }
  }
  return table
}

/// Over all pixels the squared distance of (blue, green, red, row / divisor, column / divisor) to its label's mean.
private func clusterCost(of labels: LabelMap, _ image: Image, divisor: Double) -> Double {
  var clusters: [Int32: (count: Double, sums: [Double], squares: Double)] = [:]
  for at in labels.elements.indices {
    let point =
      (0..<3).map { Double(image.bytes[at * 3 + $0]) } + [
        Double(at / labels.width) / divisor, Double(at % labels.width) / divisor,
      ]
    var cluster = clusters[labels.elements[at]] ?? (0, [0, 0, 0, 0, 0], 0)
    cluster.count += 1
    for (axis, value) in point.enumerated() {
      cluster.sums[axis] += value
      cluster.squares += value * value
    }
    clusters[labels.elements[at]] = cluster
  }
  return clusters.sorted { $0.key < $1.key }.reduce(0) { total, entry in
    let (count, sums, squares) = entry.value
    return total + squares - sums.reduce(0) { $0 + $1 * $1 } / count
  }
}

/// Without an exponent.
func fixed(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }

/// 100 % only where it is all.
private func percent(_ share: Double) -> String {
  share == 1 ? "100 %" : "\(fixed((share * 100_000).rounded(.down) / 1000, 3)) %"
}
