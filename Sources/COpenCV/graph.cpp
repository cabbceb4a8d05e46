// Graph-based segmentation: ximgproc.

#include <opencv2/imgproc.hpp>
#include <opencv2/ximgproc/segmentation.hpp>

#include "guard.hpp"

using cv::Mat;

bool cvb_graph_regions(
    const uint8_t *rgb, int32_t width, int32_t height, double sigma, float k, int32_t min_size, int32_t *labels,
    cvb_error *error) {
  return cvb::guarded(error, [&] {
    const Mat source(height, width, CV_8UC3, const_cast<uint8_t *>(rgb));
    // The order of the channels is the order of a sum, and rounding depends on it.
    Mat bgr, found;
    cv::cvtColor(source, bgr, cv::COLOR_RGB2BGR);
    cv::ximgproc::segmentation::createGraphSegmentation(sigma, k, min_size)->processImage(bgr, found);
    CV_Assert(found.type() == CV_32SC1 && found.rows == height && found.cols == width);
    Mat numbers(height, width, CV_32SC1, labels);
    cv::add(found, 1, numbers);
    return true;
  });
}
