// Where a patch is found in an image: imgproc.

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "guard.hpp"

using cv::Mat;

namespace {

/// A channel of `rgb` in the corner of a matrix of single precision.
void place(const Mat &rgb, int channel, Mat &target) {
  target.setTo(0);
  for (int y = 0; y < rgb.rows; y++) {
    const auto *from = rgb.ptr<uint8_t>(y) + channel;
    auto *to = target.ptr<float>(y);
    for (int x = 0; x < rgb.cols; x++) to[x] = float(from[x * 3]);
  }
}

/// The products of a patch and an image at every place, summed over the channels where they are spectra: one transform
/// back instead of three.
Mat correlation(const Mat &image, const Mat &patch) {
  const cv::Size places(image.cols - patch.cols + 1, image.rows - patch.rows + 1);
  const int wanted = std::min(places.width, std::max(768, 4 * patch.cols));
  const cv::Size size(cv::getOptimalDFTSize(wanted + patch.cols - 1), cv::getOptimalDFTSize(image.rows));
  const int step = size.width - patch.cols + 1;
  Mat spectra[3], spectrum(size, CV_32FC1), product, sum, result(places, CV_32FC1);
  for (int channel = 0; channel < 3; channel++) {
    spectra[channel].create(size, CV_32FC1);
    place(patch, channel, spectra[channel]);
    cv::dft(spectra[channel], spectra[channel], 0, patch.rows);
  }
  for (int x = 0; x < places.width; x += step) {
    const int width = std::min(step, places.width - x);
    const Mat part = image.colRange(x, x + width + patch.cols - 1);
    for (int channel = 0; channel < 3; channel++) {
      place(part, channel, spectrum);
      cv::dft(spectrum, spectrum, 0, part.rows);
      cv::mulSpectrums(spectrum, spectra[channel], channel == 0 ? sum : product, 0, true);
      if (channel > 0) sum += product;
    }
    cv::dft(sum, sum, cv::DFT_INVERSE | cv::DFT_SCALE, places.height);
    sum(cv::Rect(0, 0, width, places.height)).copyTo(result.colRange(x, x + width));
  }
  return result;
}

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

/// Pixels of a mask side by side.
struct Run {
  int row, from, to;
};

std::vector<Run> runs(const Mat &mask) {
  std::vector<Run> found;
  for (int y = 0; y < mask.rows; y++) {
    const auto *row = mask.ptr<uint8_t>(y);
    for (int x = 0; x < mask.cols; x++) {
      if (row[x] == 0) continue;
      const int from = x;
      while (x < mask.cols && row[x] != 0) x++;
      found.push_back({y, from, x});
    }
  }
  return found;
}

/// The sum of the squared norms under a mask at every place. Runs of the mask are differences of sums along the rows;
/// where they are many, a transform is quicker.
Mat powersUnder(const Mat &mask, const Mat &image) {
  const cv::Size places(image.cols - mask.cols + 1, image.rows - mask.rows + 1);
  const Mat norms = squaredNorms(image);
  const auto parts = runs(mask);
  Mat result;
  if (parts.size() > 200 || mask.cols > 8192) {
    Mat weights;
    mask.convertTo(weights, CV_32F, 1.0 / 255);
    cv::matchTemplate(norms, weights, result, cv::TM_CCORR);
    return result;
  }
  // Sums may wrap around; differences of at most 8192 norms are right nevertheless.
  std::vector<uint32_t> sums(size_t(image.rows) * size_t(image.cols + 1));
  for (int y = 0; y < image.rows; y++) {
    const auto *from = norms.ptr<float>(y);
    auto *to = &sums[size_t(y) * size_t(image.cols + 1)];
    to[0] = 0;
    for (int x = 0; x < image.cols; x++) to[x + 1] = to[x] + uint32_t(from[x]);
  }
  result = Mat::zeros(places, CV_32FC1);
  for (int y = 0; y < places.height; y++) {
    auto *to = result.ptr<float>(y);
    for (const auto &part : parts) {
      const auto *row = &sums[size_t(y + part.row) * size_t(image.cols + 1)];
      const auto *left = row + part.from, *right = row + part.to;
      for (int x = 0; x < places.width; x++) to[x] += float(int32_t(right[x] - left[x]));
    }
  }
  return result;
}

/// What `matchTemplate` gives with a mask, by less work: the mask is binary and the same in all channels, so that the
/// squares of the image are summed over them first, and bytes are transformed in single precision.
Mat maskedDifferences(const Mat &image, const Mat &patch, const Mat &mask) {
  Mat kept = Mat::zeros(patch.size(), CV_8UC3);
  patch.copyTo(kept, mask);
  const Mat products = correlation(image, kept), powers = powersUnder(mask, image);
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
