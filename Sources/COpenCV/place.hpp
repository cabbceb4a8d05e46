#pragma once
// Decoded samples of any kind, as OpenCV leaves them (BGR order), to upright RGB bytes and to masks.

#include <opencv2/core.hpp>

#include "COpenCV.h"

namespace cvb {

/// Writes `stored` upright to `rgb`.
bool place(const cv::Mat &stored, const cvb_picture &picture, uint8_t *rgb, cvb_error *error);

/// Writes 255 where a colour channel and alpha are not 0, else 0, to `mask`.
bool placeMask(const cv::Mat &stored, uint8_t *mask, cvb_error *error);

}  // namespace cvb
