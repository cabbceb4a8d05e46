#pragma once
// Plain convolutional networks by OpenCV; the conventions of COpenCV.h hold. Include that one.

#ifdef __cplusplus
extern "C" {
#endif

// network.cpp · dnn

/// A network that was read. One thread at a time may use it.
typedef struct cvb_network cvb_network;

/// A result of a network, valid until the next run.
typedef struct cvb_result {
  const float *_Nullable values;
  size_t count;
  /// At most 8 extents.
  int32_t dims[8];
  int32_t rank;
} cvb_result;

/// OpenCV's version, such as `4.6.0`.
const char *_Nonnull cvb_network_version(void);

/// Reads the network in an ONNX file. OpenCV crashes on some damaged files, so a process of its own tries first: then it
/// is `CVB_CRASHED`. NULL on failure.
cvb_network *_Nullable cvb_network_open(
    const uint8_t *_Nonnull onnx, size_t count, cvb_run run, cvb_error *_Nonnull error);
/// Frees a network; call exactly once.
void cvb_network_close(cvb_network *_Nonnull network);

/// Copies the numbers of the input `name`; as many as the extents say.
bool cvb_network_feed(
    cvb_network *_Nonnull network, const char *_Nonnull name, const int32_t *_Nonnull dims, int32_t rank,
    const float *_Nonnull values, cvb_error *_Nonnull error);
/// Runs the network in a process of its own and drops the results: damaged networks, and sizes that a network was not
/// made for, crash OpenCV as well.
bool cvb_network_try(
    cvb_network *_Nonnull network, const char *_Nonnull const *_Nonnull names, int32_t count, cvb_run run,
    cvb_error *_Nonnull error);
/// Runs the network as far as `count` layers of these names, on one thread; equal numbers give equal results.
bool cvb_network_run(
    cvb_network *_Nonnull network, const char *_Nonnull const *_Nonnull names, int32_t count,
    cvb_error *_Nonnull error);
/// What the last run gave for the name at `index`.
cvb_result cvb_network_result(const cvb_network *_Nonnull network, int32_t index);

#ifdef __cplusplus
}
#endif
