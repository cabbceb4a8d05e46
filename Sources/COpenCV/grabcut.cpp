// GrabCut: imgproc.

#include <cstring>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "apart.hpp"
#include "guard.hpp"

using cv::Mat;

bool cvb_grabcut(
    const uint8_t *rgb, int32_t width, int32_t height, int32_t iterations, uint64_t *generator, uint8_t *kinds,
    cvb_run run, cvb_error *error) {
  return cvb::guarded(error, [&] {
    const size_t count = size_t(width) * size_t(height);
    // Behind the kinds, the state of the generator.
    std::vector<int32_t> found(count + 2);
    const bool done = cvb::apart(found.size(), found.data(), run, error, [&](int32_t *out) {
      const Mat source(height, width, CV_8UC3, const_cast<uint8_t *>(rgb));
      // The order of the channels is the order of a sum, and rounding depends on it.
      Mat bgr, background, foreground;
      cv::cvtColor(source, bgr, cv::COLOR_RGB2BGR);
      Mat mask = Mat(height, width, CV_8UC1, kinds).clone();
      cv::theRNG().state = *generator;
      cv::grabCut(bgr, mask, cv::Rect(), background, foreground, iterations, cv::GC_INIT_WITH_MASK);
      CV_Assert(mask.isContinuous() && mask.total() == count);
      for (size_t at = 0; at < count; at++) out[at] = mask.data[at];
      std::memcpy(out + count, &cv::theRNG().state, sizeof(uint64_t));
    });
    if (!done) return false;
    for (size_t at = 0; at < count; at++) kinds[at] = uint8_t(found[at]);
    std::memcpy(generator, found.data() + count, sizeof(uint64_t));
    return true;
  });
}
