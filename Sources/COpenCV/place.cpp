#include "place.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "guard.hpp"

using cv::Mat;

namespace cvb {
namespace {

/// Where stored pixels go: the upright index is first + x * column + y * row.
struct Layout {
  int64_t first, column, row;
};

Layout layout(int orientation, int64_t width, int64_t height) {
  const int64_t last = width * height - 1;
  switch (orientation) {
    case 2: return {width - 1, -1, width};
    case 3: return {last, -1, -width};
    case 4: return {last - width + 1, 1, -width};
    case 5: return {0, height, 1};
    case 6: return {height - 1, height, -1};
    case 7: return {last, -height, -1};
    case 8: return {last - height + 1, -height, 1};
    default: return {0, 1, width};
  }
}

struct Pixel {
  uint8_t red, green, blue;
};

inline uint8_t overWhite8(unsigned sample, unsigned alpha) {
  return uint8_t((sample * alpha + 255 * (255 - alpha) + 127) / 255);
}

inline uint8_t overWhite16(uint64_t sample, uint64_t alpha) {
  return uint8_t((sample * alpha + 255 * (65535 - alpha) + 32767) / 65535);
}

struct Gray8 {
  using Sample = uint8_t;
  static constexpr int channels = 1;
  int transparent;
  Pixel operator()(const uint8_t *at) const {
    const uint8_t gray = at[0] == transparent ? 255 : at[0];
    return {gray, gray, gray};
  }
};

struct Colour8 {
  using Sample = uint8_t;
  static constexpr int channels = 3;
  Pixel operator()(const uint8_t *at) const { return {at[2], at[1], at[0]}; }
};

struct Alpha8 {
  using Sample = uint8_t;
  static constexpr int channels = 4;
  Pixel operator()(const uint8_t *at) const {
    return {overWhite8(at[2], at[3]), overWhite8(at[1], at[3]), overWhite8(at[0], at[3])};
  }
};

struct Premultiplied8 {
  using Sample = uint8_t;
  static constexpr int channels = 4;
  static uint8_t over(unsigned sample, unsigned alpha) { return uint8_t(std::min(255u, sample + 255 - alpha)); }
  Pixel operator()(const uint8_t *at) const {
    return {over(at[2], at[3]), over(at[1], at[3]), over(at[0], at[3])};
  }
};

struct Gray16 {
  using Sample = uint16_t;
  static constexpr int channels = 1;
  const uint8_t *scaled;
  int transparent;
  Pixel operator()(const uint16_t *at) const {
    const uint8_t gray = at[0] == transparent ? 255 : scaled[at[0]];
    return {gray, gray, gray};
  }
};

struct Colour16 {
  using Sample = uint16_t;
  static constexpr int channels = 3;
  const uint8_t *scaled;
  Pixel operator()(const uint16_t *at) const { return {scaled[at[2]], scaled[at[1]], scaled[at[0]]}; }
};

struct Alpha16 {
  using Sample = uint16_t;
  static constexpr int channels = 4;
  const uint8_t *scaled;
  Pixel operator()(const uint16_t *at) const {
    return {overWhite16(scaled[at[2]], at[3]), overWhite16(scaled[at[1]], at[3]), overWhite16(scaled[at[0]], at[3])};
  }
};

/// Pixel by pixel in square tiles: rows that become columns would otherwise touch a page per pixel.
template <class Kind>
void placeEvery(const Mat &stored, int orientation, Kind kind, uint8_t *rgb) {
  const Layout to = layout(orientation, stored.cols, stored.rows);
  constexpr int side = 64;
  for (int top = 0; top < stored.rows; top += side) {
    for (int left = 0; left < stored.cols; left += side) {
      const int bottom = std::min(top + side, stored.rows), right = std::min(left + side, stored.cols);
      for (int y = top; y < bottom; y++) {
        const auto *from = stored.ptr<typename Kind::Sample>(y);
        for (int x = left; x < right; x++) {
          const Pixel pixel = kind(from + size_t(x) * Kind::channels);
          uint8_t *out = rgb + (to.first + x * to.column + y * to.row) * 3;
          out[0] = pixel.red, out[1] = pixel.green, out[2] = pixel.blue;
        }
      }
    }
  }
}

/// How often each sample value occurs in the colour channels.
std::vector<uint64_t> histogram(const Mat &stored, bool gray) {
  std::vector<uint64_t> counts(65536);
  const int channels = stored.channels(), colours = gray ? 1 : std::min(channels, 3);
  for (int y = 0; y < stored.rows; y++) {
    const auto *from = stored.ptr<uint16_t>(y);
    for (int x = 0; x < stored.cols; x++, from += channels) {
      for (int c = 0; c < colours; c++) counts[from[c]]++;
    }
  }
  return counts;
}

int valueAtRank(const std::vector<uint64_t> &counts, uint64_t rank) {
  uint64_t seen = 0;
  for (int value = 0; value < 65536; value++) {
    seen += counts[value];
    if (seen > rank) return value;
  }
  return 65535;
}

/// The value below which a `share` of the samples lies, interpolated between the two nearest ranks.
double percentile(const std::vector<uint64_t> &counts, uint64_t samples, double share) {
  const double position = share * double(samples - 1);
  const auto rank = uint64_t(position);
  const double low = valueAtRank(counts, rank), high = valueAtRank(counts, std::min(rank + 1, samples - 1));
  return low + (high - low) * (position - double(rank));
}

/// The byte for each 16-bit value: the 0.5 percentile is 0, the 99.5 percentile is 255.
std::vector<uint8_t> stretch(const Mat &stored, bool gray) {
  const auto counts = histogram(stored, gray);
  uint64_t samples = 0;
  for (const uint64_t count : counts) samples += count;
  double low = percentile(counts, samples, 0.005), high = percentile(counts, samples, 0.995);
  // Nearly all samples are equal: the few others are the picture.
  if (low == high) low = valueAtRank(counts, 0), high = valueAtRank(counts, samples - 1);
  // One single value: its share of the full range.
  if (low == high) low = 0, high = 65535;
  std::vector<uint8_t> scaled(65536);
  for (int value = 0; value < 65536; value++) {
    const double byte = std::floor((value - low) * 255 / (high - low) + 0.5);
    scaled[value] = uint8_t(std::clamp(byte, 0.0, 255.0));
  }
  return scaled;
}

/// A transparent gray of fewer than 8 bits, as the decoder widens it.
int widened(const cvb_picture &picture) {
  if (picture.transparent_gray < 0 || picture.bits < 1 || picture.bits > 16) return -1;
  return picture.bits < 8 ? picture.transparent_gray * 255 / ((1 << picture.bits) - 1) : picture.transparent_gray;
}

bool refuse(const Mat &stored, cvb_error *error) {
  const bool floating = stored.depth() == CV_32F || stored.depth() == CV_64F;
  fail(error, CVB_UNSUPPORTED,
      floating ? "floating-point samples are not read; convert the file to 8 or 16 bit"
               : "samples of this depth or channel count are not read; convert the file to 8-bit RGB");
  return false;
}

template <class Sample>
void maskEvery(const Mat &stored, uint8_t *mask) {
  const int channels = stored.channels(), colours = channels == 4 ? 3 : channels;
  for (int y = 0; y < stored.rows; y++) {
    const auto *from = stored.ptr<Sample>(y);
    uint8_t *out = mask + size_t(y) * stored.cols;
    for (int x = 0; x < stored.cols; x++, from += channels) {
      Sample any = 0;
      for (int c = 0; c < colours; c++) any |= from[c];
      out[x] = any != 0 && (channels != 4 || from[3] != 0) ? 255 : 0;
    }
  }
}

}  // namespace

bool place(const Mat &stored, const cvb_picture &picture, uint8_t *rgb, cvb_error *error) {
  const int orientation = picture.orientation, transparent = widened(picture);
  switch (stored.type()) {
    case CV_8UC1: placeEvery(stored, orientation, Gray8{transparent}, rgb); return true;
    case CV_8UC3: placeEvery(stored, orientation, Colour8{}, rgb); return true;
    case CV_8UC4:
      if (picture.premultiplied) placeEvery(stored, orientation, Premultiplied8{}, rgb);
      else placeEvery(stored, orientation, Alpha8{}, rgb);
      return true;
    case CV_16UC1: placeEvery(stored, orientation, Gray16{stretch(stored, picture.gray).data(), transparent}, rgb); return true;
    case CV_16UC3: placeEvery(stored, orientation, Colour16{stretch(stored, picture.gray).data()}, rgb); return true;
    case CV_16UC4: placeEvery(stored, orientation, Alpha16{stretch(stored, picture.gray).data()}, rgb); return true;
    default: return refuse(stored, error);
  }
}

bool placeMask(const Mat &stored, uint8_t *mask, cvb_error *error) {
  switch (stored.depth()) {
    case CV_8U: maskEvery<uint8_t>(stored, mask); return true;
    case CV_16U: maskEvery<uint16_t>(stored, mask); return true;
    default: return refuse(stored, error);
  }
}

}  // namespace cvb
