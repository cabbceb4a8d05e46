// Colour spaces: imgproc.

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "guard.hpp"

using cv::Mat;

bool cvb_lab(const uint8_t *rgb, size_t count, uint8_t *lab, cvb_error *error) {
  return cvb::guarded(error, [&] {
    const cvb::Inside inside;
    // A row's length is an int.
    constexpr size_t most = 1 << 24;
    for (size_t start = 0; start < count; start += most) {
      const int columns = int(std::min(most, count - start));
      const Mat source(1, columns, CV_8UC3, const_cast<uint8_t *>(rgb) + start * 3);
      Mat target(1, columns, CV_8UC3, lab + start * 3);
      cv::cvtColor(source, target, cv::COLOR_RGB2Lab);
    }
    return true;
  });
}
