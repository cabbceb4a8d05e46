import Raster

/// Answers, as far as the profile gives them.
extension TerminalEmulator {
  func answers(_ sequence: ControlSequence) -> Bool {
    switch sequence.kind {
    case "c": answerDeviceAttributes()
    case ">c": if !profile.deviceAttributes.isEmpty { reply("\u{1B}[>41;379;0c") }
    case ">q": if let version = profile.version { reply("\u{1B}P>|\(version)\u{1B}\\") }
    case "n": answerStatus(sequence.value(0))
    case "?$p": answerMode(sequence.value(0))
    case "?S": answerGraphics(item: sequence.value(0), action: sequence.value(1))
    case "t": return answerSize(sequence.value(0))
    case "?u", "$p", "?n": break
    default: return false
    }
    return true
  }

  func reply(_ text: String) { replies += Array(text.utf8) }

  private func answerDeviceAttributes() {
    guard !profile.deviceAttributes.isEmpty else { return }
    reply("\u{1B}[?" + profile.deviceAttributes.map(String.init).joined(separator: ";") + "c")
  }

  private func answerStatus(_ what: Int) {
    guard profile.answersStatusQueries else { return }
    if what == 5 { reply("\u{1B}[0n") }
    if what == 6 { reply("\u{1B}[\(cursor.row + 1);\(cursor.column + 1)R") }
  }

  private func answerMode(_ mode: Int) {
    guard let known = profile.knownModes else { return }
    let state = !known.contains(mode) ? 0 : modes.isOn(mode) ? 1 : 2
    reply("\u{1B}[?\(mode);\(state)$y")
  }

  private func answerGraphics(item: Int, action: Int) {
    guard profile.answersGraphicsQueries, profile.showsSixel else { return }
    let limit = profile.maximumImage
    switch (item, action) {
    case (1, 1), (1, 4): reply("\u{1B}[?1;0;\(profile.registers)S")
    case (2, 1):
      reply("\u{1B}[?2;0;\(min(limit.width, pixelSize.width));\(min(limit.height, pixelSize.height))S")
    case (2, 4): reply("\u{1B}[?2;0;\(limit.width);\(limit.height)S")
    default: reply("\u{1B}[?\(item);3;0S")
    }
  }

  private func answerSize(_ what: Int) -> Bool {
    guard profile.answersSizeQueries else { return false }
    switch what {
    case 14: reply("\u{1B}[4;\(pixelSize.height);\(pixelSize.width)t")
    case 16: reply("\u{1B}[6;\(cellPixels.height);\(cellPixels.width)t")
    case 18: reply("\u{1B}[8;\(size.rows);\(size.columns)t")
    default: return false
    }
    return true
  }

  func deviceControl(_ head: ControlSequence, _ data: [UInt8], _ raw: [UInt8]) {
    switch head.kind {
    case "q": receiveImage(raw)
    case "$q": answerSetting(String(decoding: data, as: UTF8.self))
    case "+q": break
    default: unknownSequences.append("^[P" + head.kind)
    }
  }

  private func answerSetting(_ setting: String) {
    guard profile.echoesStyle else { return }
    guard setting == "m" else { return reply("\u{1B}P0$r\u{1B}\\") }
    var items = ["0"]
    if case .rgb(let color) = modes.style.foreground { items.append("38:2::\(color.red):\(color.green):\(color.blue)") }
    if case .rgb(let color) = modes.style.background { items.append("48:2::\(color.red):\(color.green):\(color.blue)") }
    if case .indexed(let index) = modes.style.foreground { items.append("38:5:\(index)") }
    if case .indexed(let index) = modes.style.background { items.append("48:5:\(index)") }
    reply("\u{1B}P1$r" + items.joined(separator: ";") + "m\u{1B}\\")
  }

  private func receiveImage(_ raw: [UInt8]) {
    guard profile.showsSixel, let image = SixelImage(raw) else { return }
    let origin = PixelPoint(x: cursor.column * cellPixels.width, y: cursor.row * cellPixels.height)
    let fits = image.size.width <= profile.maximumImage.width && image.size.height <= profile.maximumImage.height
    let touched = CellRect(
      column: cursor.column, row: cursor.row, columns: rounded(image.size.width, cellPixels.width),
      rows: rounded(image.size.height, cellPixels.height))
    images.append(
      ReceivedImage(
        cells: touched, rect: PixelRect(x: origin.x, y: origin.y, width: image.size.width, height: image.size.height),
        byteCount: raw.count, layout: image.layout, isShown: fits))
    if fits { show(image, origin, touched) }
  }

  private func show(_ image: SixelImage, _ origin: PixelPoint, _ touched: CellRect) {
    if profile.overlap == .replacesCells { canvas.erase(pixels(of: touched), forGood: true) }
    canvas.draw(image, x: origin.x, y: origin.y)
    // Measured in xterm, mlterm, foot and tmux: an image that ends exactly on the last row scrolls the screen.
    let overflow = touched.row + touched.rows - (size.rows - 1)
    if overflow > 0 {
      scrollsByImages += 1
      scroll(0..<size.rows, up: overflow)
    }
    let last = touched.row + touched.rows - 1 - max(overflow, 0)
    moveCursor(to: touched.column, profile.cursorAfterImage == .lastImageRow ? last : last + 1)
  }

  private func rounded(_ pixels: Int, _ cell: Int) -> Int { (pixels + cell - 1) / cell }
}
