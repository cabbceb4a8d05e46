// Filters that keep edges: imgproc, and the non-local means of photo by a kernel of our own.

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "apart.hpp"
#include "guard.hpp"
#include "means.hpp"

using cv::Mat;
using cv::Range;

namespace cvb {
namespace {

/// How far the result of a pixel depends on its neighbours.
int reach(const cvb_denoising &denoising) {
  return denoising.bilateral_diameter / 2 + denoising.template_window / 2 + denoising.search_window / 2 + 1;
}

Mat denoise(const Mat &rgb, const cvb_denoising &denoising) {
  Mat bgr, smooth, lab, clean;
  cv::cvtColor(rgb, bgr, cv::COLOR_RGB2BGR);
  cv::bilateralFilter(bgr, smooth, denoising.bilateral_diameter, denoising.sigma_colour, denoising.sigma_space);
  // Lightness by itself, a and b together, in Lab of linear light: as OpenCV denoises colours.
  cv::cvtColor(smooth, lab, cv::COLOR_LBGR2Lab);
  Mat lightness(lab.size(), CV_8UC1), colour(lab.size(), CV_8UC2);
  Mat parts[] = {lightness, colour};
  const int places[] = {0, 0, 1, 1, 2, 2};
  cv::mixChannels(&lab, 1, parts, 2, places, 3);
  parts[0] = nonLocalMeans(lightness, denoising.strength, denoising.template_window, denoising.search_window);
  parts[1] = nonLocalMeans(colour, denoising.colour_strength, denoising.template_window, denoising.search_window);
  cv::mixChannels(parts, 2, &lab, 1, places, 3);
  cv::cvtColor(lab, clean, cv::COLOR_Lab2LBGR);
  cv::cvtColor(clean, clean, cv::COLOR_BGR2RGB);
  return clean;
}

/// Denoised colours, eight bits per channel, red lowest.
void pack(const Mat &rgb, int32_t *out) {
  for (int y = 0; y < rgb.rows; y++) {
    const uint8_t *from = rgb.ptr(y);
    for (int x = 0; x < rgb.cols; x++, from += 3) *out++ = from[0] | from[1] << 8 | from[2] << 16;
  }
}

}  // namespace
}  // namespace cvb

bool cvb_denoise(
    const uint8_t *rgb, int32_t width, int32_t height, int32_t first, int32_t rows, cvb_denoising denoising,
    uint8_t *denoised, cvb_run run, cvb_error *error) {
  return cvb::guarded(error, [&] {
    const Mat source(height, width, CV_8UC3, const_cast<uint8_t *>(rgb));
    const int reach = cvb::reach(denoising);
    const Range outer(std::max(0, first - reach), std::min(height, first + rows + reach));
    const size_t count = size_t(rows) * size_t(width);
    std::vector<int32_t> packed(count);
    const bool done = cvb::apart(count, packed.data(), run, error, [&](int32_t *out) {
      // A copy: filters would look beyond a part of a matrix.
      const Mat clean = cvb::denoise(source.rowRange(outer).clone(), denoising);
      cvb::pack(clean.rowRange(first - outer.start, first - outer.start + rows), out);
    });
    for (size_t at = 0; done && at < count; at++) {
      for (int channel = 0; channel < 3; channel++) denoised[at * 3 + channel] = packed[at] >> channel * 8 & 255;
    }
    return done;
  });
}
