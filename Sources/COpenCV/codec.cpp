// Image files to pixels and back: imgcodecs.

#include <memory>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "guard.hpp"
#include "place.hpp"

using cv::Mat;

namespace cvb {
namespace {

/// A matrix over bytes that OpenCV only reads.
Mat wrap(const void *samples, int rows, int columns, int type) {
  return Mat(rows, columns, type, const_cast<void *>(samples));
}

/// libjpeg goes on after damage and leaves gray; what it says is the only trace. Stray bytes between segments are harmless.
bool tellsOfDamage(const std::string &words) {
  const bool corrupt = words.find("Corrupt JPEG data") != std::string::npos;
  const bool harmless = words.find("extraneous bytes") != std::string::npos;
  return (corrupt && !harmless) || words.find("Premature end") != std::string::npos ||
         words.find("Inconsistent progression") != std::string::npos;
}

/// As stored, but for bitmaps with the old core header, which OpenCV then takes for gray.
int flags(const uint8_t *bytes, size_t count) {
  const bool core = count > 14 && bytes[0] == 'B' && bytes[1] == 'M' && bytes[14] == 12;
  return core ? cv::IMREAD_COLOR : cv::IMREAD_UNCHANGED;
}

/// Decodes as stored. Not into memory of the caller's: there OpenCV leaves no trace of some failures.
bool decode(const uint8_t *bytes, size_t count, int width, int height, Mat &target, cvb_error *error) {
  if (count > INT32_MAX) {
    fail(error, CVB_UNSUPPORTED, "files above 2 GB are not read");
    return false;
  }
  Quiet quiet;
  try {
    target = cv::imdecode(wrap(bytes, 1, int(count), CV_8UC1), flags(bytes, count));
  } catch (const cv::Exception &exception) {
    fail(error, exception.code == cv::Error::StsNoMem ? CVB_NO_MEMORY : CVB_DAMAGED, exception.err.c_str());
    return false;
  }
  if (target.empty() || target.cols != width || target.rows != height || tellsOfDamage(quiet.words())) {
    fail(error, CVB_DAMAGED, quiet.words().c_str());
    return false;
  }
  return true;
}

}  // namespace
}  // namespace cvb

struct cvb_file {
  std::vector<uint8_t> bytes;
};

namespace cvb {
namespace {

cvb_file *encodePNG(const Mat &picture, cvb_error *error) {
  const Inside inside;
  auto file = std::make_unique<cvb_file>();
  if (!cv::imencode(".png", picture, file->bytes)) {
    fail(error, CVB_FAILED, "PNG encoding failed");
    return nullptr;
  }
  return file.release();
}

}  // namespace
}  // namespace cvb

bool cvb_decode_rgb(
    const uint8_t *bytes, size_t count, cvb_picture picture, uint8_t *rgb, cvb_error *error) {
  return cvb::guarded(error, [&] {
    const cvb::Inside inside;
    Mat target;
    return cvb::decode(bytes, count, picture.width, picture.height, target, error) &&
           cvb::place(target, picture, rgb, error);
  });
}

bool cvb_decode_mask(
    const uint8_t *bytes, size_t count, int32_t width, int32_t height, uint8_t *mask, cvb_error *error) {
  return cvb::guarded(error, [&] {
    const cvb::Inside inside;
    Mat target;
    return cvb::decode(bytes, count, width, height, target, error) && cvb::placeMask(target, mask, error);
  });
}

bool cvb_decode_labels(
    const uint8_t *bytes, size_t count, int32_t width, int32_t height, int32_t *labels, cvb_error *error) {
  return cvb::guarded(error, [&] {
    const cvb::Inside inside;
    Mat target;
    if (!cvb::decode(bytes, count, width, height, target, error)) return false;
    if (target.channels() != 1 || target.depth() > CV_16S) {
      cvb::fail(error, CVB_UNSUPPORTED, "a label map has one channel of 8 or 16 bits");
      return false;
    }
    Mat numbers = cvb::wrap(labels, height, width, CV_32S);
    target.convertTo(numbers, CV_32S);
    return true;
  });
}

const uint8_t *cvb_file_bytes(const cvb_file *file) { return file->bytes.data(); }
size_t cvb_file_count(const cvb_file *file) { return file->bytes.size(); }
void cvb_file_free(cvb_file *file) { delete file; }

cvb_file *cvb_encode_png8(
    const uint8_t *samples, int32_t width, int32_t height, int32_t channels, cvb_error *error) {
  return cvb::guarded(error, [&]() -> cvb_file * {
    if (channels == 1) return cvb::encodePNG(cvb::wrap(samples, height, width, CV_8UC1), error);
    Mat reversed;
    cv::cvtColor(cvb::wrap(samples, height, width, CV_8UC3), reversed, cv::COLOR_RGB2BGR);
    return cvb::encodePNG(reversed, error);
  });
}

cvb_file *cvb_encode_png16(const uint16_t *samples, int32_t width, int32_t height, cvb_error *error) {
  return cvb::guarded(
      error, [&] { return cvb::encodePNG(cvb::wrap(samples, height, width, CV_16UC1), error); });
}
