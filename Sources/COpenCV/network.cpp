// Plain convolutional networks: dnn.

#include <opencv2/dnn.hpp>
#include <vector>

#include "apart.hpp"
#include "guard.hpp"

using cv::Mat;

struct cvb_network {
  cv::dnn::Net net;
  std::vector<Mat> results;
};

namespace {

constexpr const char *crashed = "OpenCV crashed on this model";

cv::dnn::Net read(const uint8_t *onnx, size_t count) {
  cv::dnn::Net net = cv::dnn::readNetFromONNX(reinterpret_cast<const char *>(onnx), count);
  net.setPreferableBackend(cv::dnn::DNN_BACKEND_OPENCV);
  net.setPreferableTarget(cv::dnn::DNN_TARGET_CPU);
  return net;
}

}  // namespace

cvb_network *cvb_network_open(const uint8_t *onnx, size_t count, cvb_run run, cvb_error *error) {
  return cvb::guarded(error, [&]() -> cvb_network * {
    int32_t layers = 0;
    const bool sound = cvb::apart(
        1, &layers, run, error, [&](int32_t *out) { *out = int32_t(read(onnx, count).getLayerNames().size()); });
    if (!sound) {
      if (error->status == CVB_CRASHED) cvb::fail(error, CVB_CRASHED, crashed);
      return nullptr;
    }
    const cvb::Inside inside;
    return new cvb_network{read(onnx, count), {}};
  });
}

const char *cvb_network_version() { return CV_VERSION; }

void cvb_network_close(cvb_network *network) { delete network; }

bool cvb_network_feed(
    cvb_network *network, const char *name, const int32_t *dims, int32_t rank, const float *values, cvb_error *error) {
  return cvb::guarded(error, [&] {
    const cvb::Inside inside;
    const Mat blob(rank, dims, CV_32F, const_cast<float *>(values));
    // It keeps the blob, and the caller's memory goes away.
    network->net.setInput(blob.clone(), name);
    return true;
  });
}

bool cvb_network_try(
    cvb_network *network, const char *const *names, int32_t count, cvb_run run, cvb_error *error) {
  return cvb::guarded(error, [&] {
    int32_t results = 0;
    const bool sound = cvb::apart(1, &results, run, error, [&](int32_t *out) {
      std::vector<Mat> found;
      network->net.forward(found, std::vector<cv::String>(names, names + count));
      *out = int32_t(found.size());
    });
    if (!sound && error->status == CVB_CRASHED) cvb::fail(error, CVB_CRASHED, crashed);
    return sound;
  });
}

bool cvb_network_run(cvb_network *network, const char *const *names, int32_t count, cvb_error *error) {
  return cvb::guarded(error, [&] {
    const cvb::Inside inside;
    const std::vector<cv::String> wanted(names, names + count);
    network->results.clear();
    network->net.forward(network->results, wanted);
    CV_Assert(network->results.size() == size_t(count));
    for (Mat &result : network->results) {
      CV_Assert(result.depth() == CV_32F && result.dims <= 8);
      if (!result.isContinuous()) result = result.clone();
    }
    return true;
  });
}

cvb_result cvb_network_result(const cvb_network *network, int32_t index) {
  const Mat &result = network->results.at(size_t(index));
  cvb_result found = {result.ptr<float>(), result.total(), {}, result.dims};
  for (int at = 0; at < result.dims; at++) found.dims[at] = result.size[at];
  return found;
}
