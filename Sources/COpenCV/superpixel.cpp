// Superpixels: ximgproc.

#include <opencv2/imgproc.hpp>
#include <opencv2/ximgproc/lsc.hpp>
#include <opencv2/ximgproc/seeds.hpp>
#include <opencv2/ximgproc/slic.hpp>

#include "apart.hpp"
#include "guard.hpp"

using cv::Mat;

namespace cvb {
namespace {

/// Parts below this share (per cent) of the mean superpixel go to a neighbour.
constexpr int smallestPart = 25;

Mat labOf(const uint8_t *rgb, int width, int height) {
  const Mat source(height, width, CV_8UC3, const_cast<uint8_t *>(rgb));
  const Inside inside;
  Mat lab;
  cv::cvtColor(source, lab, cv::COLOR_RGB2Lab);
  return lab;
}

Mat slic(const Mat &lab, int algorithm, int regionSize, float ruler, int iterations) {
  auto engine = cv::ximgproc::createSuperpixelSLIC(lab, algorithm, regionSize, ruler);
  engine->iterate(iterations);
  // MSLIC joins small parts itself, in every round.
  if (algorithm != cv::ximgproc::MSLIC) engine->enforceLabelConnectivity(smallestPart);
  Mat labels;
  engine->getLabels(labels);
  return labels;
}

Mat seeds(const Mat &lab, int regionSize, int iterations) {
  const int wanted = std::max(1, int(lab.total() / (size_t(regionSize) * size_t(regionSize))));
  auto engine = cv::ximgproc::createSuperpixelSEEDS(lab.cols, lab.rows, lab.channels(), wanted, 4);
  engine->iterate(lab, iterations);
  Mat labels;
  engine->getLabels(labels);
  return labels;
}

Mat lsc(const Mat &lab, int regionSize, int iterations) {
  auto engine = cv::ximgproc::createSuperpixelLSC(lab, regionSize);
  engine->iterate(iterations);
  engine->enforceLabelConnectivity(smallestPart);
  Mat labels;
  engine->getLabels(labels);
  return labels;
}

Mat superpixels(const Mat &lab, cvb_superpixel_algorithm algorithm, int regionSize, float ruler, int iterations) {
  switch (algorithm) {
    case CVB_SLIC: return slic(lab, cv::ximgproc::SLIC, regionSize, ruler, iterations);
    case CVB_SLICO: return slic(lab, cv::ximgproc::SLICO, regionSize, ruler, iterations);
    case CVB_MSLIC: return slic(lab, cv::ximgproc::MSLIC, regionSize, ruler, iterations);
    case CVB_SEEDS: return seeds(lab, regionSize, iterations);
    case CVB_LSC: return lsc(lab, regionSize, iterations);
  }
  CV_Error(cv::Error::StsBadArg, "unknown superpixel algorithm");
}

}  // namespace
}  // namespace cvb

bool cvb_superpixels(
    const uint8_t *rgb, int32_t width, int32_t height, cvb_superpixel_algorithm algorithm, int32_t region_size,
    float ruler, int32_t iterations, int32_t *labels, cvb_run run, cvb_error *error) {
  return cvb::guarded(error, [&] {
    const size_t count = size_t(width) * size_t(height);
    // Out here: the conversion's tables take longer to make than small images to segment, and stay made.
    const Mat lab = cvb::labOf(rgb, width, height);
    return cvb::apart(count, labels, run, error, [&](int32_t *out) {
      const Mat found = cvb::superpixels(lab, algorithm, region_size, ruler, iterations);
      CV_Assert(found.type() == CV_32SC1 && found.isContinuous() && found.total() == count);
      const auto *from = found.ptr<int32_t>();
      for (size_t at = 0; at < count; at++) out[at] = from[at] + 1;
    });
  });
}
