// Filters that keep edges: imgproc, photo.

#include <opencv2/imgproc.hpp>
#include <opencv2/photo.hpp>

#include "guard.hpp"

using cv::Mat;
using cv::Rect;

namespace cvb {
namespace {

/// How far the result of a pixel depends on its neighbours.
int reach(const cvb_denoising &denoising) {
  return denoising.bilateral_diameter / 2 + denoising.template_window / 2 + denoising.search_window / 2 + 1;
}

Mat denoise(const Mat &rgb, const cvb_denoising &denoising) {
  Mat bgr, smooth, clean;
  cv::cvtColor(rgb, bgr, cv::COLOR_RGB2BGR);
  cv::bilateralFilter(bgr, smooth, denoising.bilateral_diameter, denoising.sigma_colour, denoising.sigma_space);
  cv::fastNlMeansDenoisingColored(
      smooth, clean, denoising.strength, denoising.colour_strength, denoising.template_window,
      denoising.search_window);
  cv::cvtColor(clean, clean, cv::COLOR_BGR2RGB);
  return clean;
}

}  // namespace
}  // namespace cvb

bool cvb_denoise(
    const uint8_t *rgb, int32_t width, int32_t height, int32_t x, int32_t y, int32_t columns, int32_t rows,
    cvb_denoising denoising, uint8_t *denoised, cvb_error *error) {
  return cvb::guarded(error, [&] {
    const Mat source(height, width, CV_8UC3, const_cast<uint8_t *>(rgb));
    const Rect inner(x, y, columns, rows);
    const int reach = cvb::reach(denoising);
    const Rect outer = Rect(x - reach, y - reach, columns + 2 * reach, rows + 2 * reach) & Rect(0, 0, width, height);
    // A copy: filters would look beyond a part of a matrix.
    const Mat clean = cvb::denoise(source(outer).clone(), denoising);
    Mat target(height, width, CV_8UC3, denoised);
    clean(inner - outer.tl()).copyTo(target(inner));
    return true;
  });
}
