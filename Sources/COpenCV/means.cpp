#include "means.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <opencv2/imgproc.hpp>
#include <vector>

using cv::Mat;

// Integers only: every instruction set gives the same bytes.
#if defined(__x86_64__)
#define WIDE __attribute__((target_clones("avx2", "default")))
#else
#define WIDE
#endif

namespace {

/// Fixed-point weights by the sum of the squared differences of two patches, shifted.
struct Weights {
  /// 0 at the last place and beyond.
  std::vector<int32_t> table;
  int shift = 0;

  Weights(float strength, int channels, int patchSide, int searchSide) {
    // The largest for which no sum of weighted bytes overflows.
    const int one = std::numeric_limits<int>::max() / (searchSide * searchSide * 255);
    const int area = patchSide * patchSide;
    while (1 << shift < area) shift++;
    const double step = double(1 << shift) / area;
    const int count = int(255 * 255 * channels / step + 1);
    for (int index = 0; index < count && (table.empty() || table.back() != 0); index++) {
      const double weight = std::exp(-index * step / (strength * strength * channels));
      const int rounded = cvRound(one * weight);
      table.push_back(rounded < 0.001 * one ? 0 : rounded);
    }
    if (table.back() != 0) table.push_back(0);
  }
};

/// Adds `sign` times the squared difference of every two pixels to `sums`.
template <int channels>
inline __attribute__((always_inline)) void addSquaresOf(
    const uint8_t *one, const uint8_t *other, int count, int sign, int32_t *__restrict sums) {
  for (int x = 0; x < count; x++) {
    int sum = 0;
    for (int c = 0; c < channels; c++) {
      const int difference = one[x * channels + c] - other[x * channels + c];
      sum += difference * difference;
    }
    sums[x] += sign * sum;
  }
}

WIDE void addSquares1(const uint8_t *one, const uint8_t *other, int count, int sign, int32_t *sums) {
  if (sign > 0) addSquaresOf<1>(one, other, count, 1, sums);
  else addSquaresOf<1>(one, other, count, -1, sums);
}

WIDE void addSquares2(const uint8_t *one, const uint8_t *other, int count, int sign, int32_t *sums) {
  if (sign > 0) addSquaresOf<2>(one, other, count, 1, sums);
  else addSquaresOf<2>(one, other, count, -1, sums);
}

/// The weights of patches whose columns' sums are given.
inline __attribute__((always_inline)) void weigh(
    const int32_t *__restrict columns, int patchSide, int count, int shift, int32_t last,
    const int32_t *__restrict table, int32_t *__restrict weights) {
  for (int x = 0; x < count; x++) {
    int32_t sum = 0;
    for (int k = 0; k < patchSide; k++) sum += columns[x + k];
    weights[x] = table[std::min(sum >> shift, last)];
  }
}

/// The usual side, which the compiler knows then.
WIDE void weigh7(
    const int32_t *columns, int count, int shift, int32_t last, const int32_t *table, int32_t *weights) {
  weigh(columns, 7, count, shift, last, table, weights);
}

WIDE void weighAny(
    const int32_t *columns, int patchSide, int count, int shift, int32_t last, const int32_t *table,
    int32_t *weights) {
  weigh(columns, patchSide, count, shift, last, table, weights);
}

WIDE void gather1(
    const int32_t *__restrict weights, const uint8_t *__restrict pixels, int count, int32_t *__restrict sums,
    int32_t *__restrict estimates) {
  for (int x = 0; x < count; x++) {
    sums[x] += weights[x];
    estimates[x] += weights[x] * pixels[x];
  }
}

WIDE void gather2(
    const int32_t *__restrict weights, const uint8_t *__restrict pixels, int count, int32_t *__restrict sums,
    int32_t *__restrict estimates) {
  for (int x = 0; x < count; x++) {
    sums[x] += weights[x];
    estimates[2 * x] += weights[x] * pixels[2 * x];
    estimates[2 * x + 1] += weights[x] * pixels[2 * x + 1];
  }
}

/// The means of a band of rows at a time, so that its sums stay in the cache.
class Means {
 public:
  Means(const Mat &image, float strength, int templateWindow, int searchWindow)
      : channels(image.channels()), width(image.cols), height(image.rows), patch(templateWindow / 2),
        reach(searchWindow / 2), border(patch + reach),
        weights(strength, channels, 2 * patch + 1, 2 * reach + 1), result(image.size(), image.type()),
        sums(size_t(bandHeight) * width), estimates(sums.size() * channels), columns(width + reach + 2 * patch),
        row(width + reach) {
    cv::copyMakeBorder(image, wide, border, border, border, border, cv::BORDER_DEFAULT);
  }

  Mat run() {
    for (first = 0; first < height; first += bandHeight) {
      end = std::min(height, first + bandHeight);
      std::fill(sums.begin(), sums.end(), 0);
      std::fill(estimates.begin(), estimates.end(), 0);
      // The other half of the window is the same pairs, seen from the other pixel.
      for (int dy = 0; dy <= reach; dy++) {
        for (int dx = dy == 0 ? 0 : -reach; dx <= reach; dx++) addPairs(dx, dy);
      }
      writeBand();
    }
    return result;
  }

 private:
  static constexpr int bandHeight = 64;
  const int channels, width, height, patch, reach, border;
  const Weights weights;
  Mat wide, result;
  std::vector<int32_t> sums, estimates, columns, row;
  int first = 0, end = 0;

  const uint8_t *pixels(int x, int y) const { return wide.ptr(y + border) + (x + border) * channels; }

  /// All pairs of pixels (x, y) and (x + dx, y + dy) of which one lies in the band.
  void addPairs(int dx, int dy) {
    const int left = std::min(0, -dx), count = width + std::abs(dx);
    std::fill(columns.begin(), columns.end(), 0);
    for (int y = first - dy - patch; y < first - dy + patch; y++) addSquares(left, y, dx, dy, count, 1);
    for (int y = first - dy; y < end; y++) {
      addSquares(left, y + patch, dx, dy, count, 1);
      weighRow(count);
      if (y >= first) gather(row.data() - left, pixels(dx, y + dy), y);
      if (y + dy < end && (dx != 0 || dy != 0)) gather(row.data() - left - dx, pixels(-dx, y), y + dy);
      addSquares(left, y - patch, dx, dy, count, -1);
    }
  }

  void addSquares(int left, int y, int dx, int dy, int count, int sign) {
    const uint8_t *one = pixels(left - patch, y), *other = pixels(left - patch + dx, y + dy);
    (channels == 1 ? addSquares1 : addSquares2)(one, other, count + 2 * patch, sign, columns.data());
  }

  void weighRow(int count) {
    const int32_t last = int32_t(weights.table.size()) - 1;
    if (patch == 3) weigh7(columns.data(), count, weights.shift, last, weights.table.data(), row.data());
    else weighAny(columns.data(), 2 * patch + 1, count, weights.shift, last, weights.table.data(), row.data());
  }

  void gather(const int32_t *weights, const uint8_t *pixels, int y) {
    const size_t at = size_t(y - first) * width;
    (channels == 1 ? gather1 : gather2)(weights, pixels, width, sums.data() + at, estimates.data() + at * channels);
  }

  void writeBand() {
    for (int y = first; y < end; y++) {
      uint8_t *out = result.ptr(y);
      const size_t at = size_t(y - first) * width;
      for (int x = 0; x < width * channels; x++) {
        const unsigned sum = sums[at + x / channels];
        out[x] = cv::saturate_cast<uint8_t>((unsigned(estimates[at * channels + x]) + sum / 2) / sum);
      }
    }
  }
};

}  // namespace

Mat cvb::nonLocalMeans(const Mat &image, float strength, int templateWindow, int searchWindow) {
  return Means(image, strength, templateWindow, searchWindow).run();
}
