import Display
import Raster

extension Editor {
  /// Where the colour picker stands in the pane; nil where it is not open, or where nothing but text is shown.
  var pickerLayout: PickerLayout? {
    guard let picker = shownPicker, screen.graphics != .none, layout.side != nil, !layout.isTooSmall else { return nil }
    return PickerLayout(layout.pane, cell: screen.cellPixels, recent: picker.recent.count)
  }

  /// The colour picker instead of the image; nil where it is not shown.
  var pickerPicture: Picture? {
    guard let picker = shownPicker, let places = pickerLayout else { return nil }
    let image = colorAtCursor
    let colors = PickerColors(
      picker.hsv, .init(chosen: picker.color, old: picker.old, image: image, recent: picker.recent),
      theme: PictureTheme(theme), registers: screen.registers)
    let painter = PickerPainter(layout: places, colors: colors, hsv: picker.hsv, recent: picker.recentPlace)
    return Picture(
      cells: layout.pane, plane: painter.picture(paneCanvas, hasImage: image != nil), palette: colors.palette)
  }

  // MARK: Pointer

  /// The part of the picker under the pointer, a pixel of the pane.
  func pickerPart(at place: PixelPoint) -> PickerPart? { pickerLayout?.part(at: place) }

  /// Chooses the colour under the pointer, or the nearest one of the part where the button went down.
  mutating func pick(_ part: PickerPart, at place: PixelPoint) {
    guard let picker = shownPicker, let places = pickerLayout else { return }
    if picker.edit != nil { state.classDialog?.picker?.endEdit(keeps: true) }
    switch part {
    case .plane: state.classDialog?.picker?.choose(places.onPlane(place, saturation: picker.hsv.saturation))
    case .strip:
      let saturation = places.onStrip(place) - picker.hsv.saturation
      state.classDialog?.picker?.choose(picker.hsv.moved(saturation: saturation))
    case .old: state.classDialog?.picker?.choose(picker.old)
    case .image: if let color = colorAtCursor { state.classDialog?.picker?.choose(color) }
    case .recent(let at) where picker.recent.indices.contains(at):
      state.classDialog?.picker?.choose(picker.recent[at])
    case .recent: break
    }
  }
}
