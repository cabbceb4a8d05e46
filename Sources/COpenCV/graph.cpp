// Graph-based segmentation: ximgproc.

#include <opencv2/imgproc.hpp>
#include <opencv2/ximgproc/segmentation.hpp>

#include "apart.hpp"
#include "guard.hpp"

using cv::Mat;

bool cvb_graph_regions(
    const uint8_t *rgb, int32_t width, int32_t height, double sigma, float k, int32_t min_size, int32_t *labels,
    cvb_run run, cvb_error *error) {
  return cvb::guarded(error, [&] {
    const size_t count = size_t(width) * size_t(height);
    return cvb::apart(count, labels, run, error, [&](int32_t *out) {
      const Mat source(height, width, CV_8UC3, const_cast<uint8_t *>(rgb));
      // The order of the channels is the order of a sum, and rounding depends on it.
      Mat bgr, found;
      cv::cvtColor(source, bgr, cv::COLOR_RGB2BGR);
      cv::ximgproc::segmentation::createGraphSegmentation(sigma, k, min_size)->processImage(bgr, found);
      CV_Assert(found.type() == CV_32SC1 && found.isContinuous() && found.total() == count);
      const auto *from = found.ptr<int32_t>();
      for (size_t at = 0; at < count; at++) out[at] = from[at] + 1;
    });
  });
}
