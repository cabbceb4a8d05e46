// Where a patch is found in an image: imgproc.

#include <cmath>
#include <opencv2/imgproc.hpp>

#include "guard.hpp"

using cv::Mat;

namespace {

/// The sum of the squares of the channels of every pixel.
Mat squaredNorms(const Mat &rgb) {
  Mat norms(rgb.size(), CV_32FC1);
  for (int y = 0; y < rgb.rows; y++) {
    const auto *from = rgb.ptr<uint8_t>(y);
    auto *to = norms.ptr<float>(y);
    for (int x = 0; x < rgb.cols; x++, from += 3) {
      to[x] = float(int(from[0]) * from[0] + int(from[1]) * from[1] + int(from[2]) * from[2]);
    }
  }
  return norms;
}

/// Two correlations instead of the six of `matchTemplate` with a mask: the mask is binary and the same in all channels,
/// so that the squares of the image can be summed over them first, and bytes are transformed in single precision.
Mat maskedDifferences(const Mat &image, const Mat &patch, const Mat &mask) {
  Mat kept = Mat::zeros(patch.size(), CV_8UC3), products, powers, weights;
  patch.copyTo(kept, mask);
  mask.convertTo(weights, CV_32F, 1.0 / 255);
  cv::matchTemplate(image, kept, products, cv::TM_CCORR);
  cv::matchTemplate(squaredNorms(image), weights, powers, cv::TM_CCORR);
  const double energy = kept.dot(kept);
  Mat scores(products.size(), CV_32FC1);
  for (int y = 0; y < scores.rows; y++) {
    const auto *product = products.ptr<float>(y), *power = powers.ptr<float>(y);
    auto *score = scores.ptr<float>(y);
    for (int x = 0; x < scores.cols; x++) {
      // The smallest power that is not 0 is 1; what is less is noise of the transform.
      const double p = power[x] < 0.5 ? 0 : power[x];
      const double difference = energy - 2.0 * product[x] + p, norm = std::sqrt(energy * p);
      score[x] = norm > 0 ? float(std::max(0.0, difference / norm)) : energy == p ? 0.0f : 1.0f;
    }
  }
  return scores;
}

}  // namespace

bool cvb_match(
    const uint8_t *rgb, int32_t width, int32_t height, const uint8_t *patch, const uint8_t *mask, int32_t patch_width,
    int32_t patch_height, float *scores, cvb_error *error) {
  return cvb::guarded(error, [&] {
    const cvb::Inside inside;
    const Mat image(height, width, CV_8UC3, const_cast<uint8_t *>(rgb));
    const Mat wanted(patch_height, patch_width, CV_8UC3, const_cast<uint8_t *>(patch));
    Mat found;
    if (mask != nullptr) {
      found = maskedDifferences(image, wanted, Mat(patch_height, patch_width, CV_8UC1, const_cast<uint8_t *>(mask)));
    } else if (cv::countNonZero(wanted.reshape(1)) > 0) {
      cv::matchTemplate(image, wanted, found, cv::TM_SQDIFF_NORMED);
      found = cv::max(found, 0);
    } else {
      // OpenCV divides by nothing here, and calls black on black different.
      found = maskedDifferences(image, wanted, Mat(wanted.size(), CV_8UC1, cv::Scalar(255)));
    }
    CV_Assert(found.type() == CV_32FC1 && found.rows == height - patch_height + 1);
    found.copyTo(Mat(found.size(), CV_32FC1, scores));
    return true;
  });
}
