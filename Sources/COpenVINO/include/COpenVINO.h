#pragma once
// OpenVINO's C library, loaded at run time: nothing of it is needed to build or to start.
// Our own declarations of the functions that are called; every function that can fail fills in `error` and says so by
// its result. No element type crosses this border: their numbers change between releases.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct cov_error {
  /// Zero-terminated; the engine's own words may hold anything.
  char message[1200];
} cov_error;

/// A loaded library. It is never unloaded, because its threads live on.
typedef struct cov_library cov_library;
/// A compiled model with one request. One thread at a time may use it.
typedef struct cov_session cov_session;

/// A tensor of a request, valid until the next run or change of shape.
typedef struct cov_tensor {
  const uint8_t *_Nullable data;
  size_t byte_count;
  /// At most 16 extents.
  int64_t dims[16];
  int32_t rank;
} cov_tensor;

/// How a model is compiled.
typedef struct cov_options {
  /// `f32`, `bf16` …: the precision that is computed in.
  const char *_Nonnull precision;
  /// Threads; 0 leaves the choice to the engine.
  int32_t threads;
} cov_options;

/// Loads the library file `path` (a name without slash is looked up by the loader). NULL on failure.
cov_library *_Nullable cov_library_open(const char *_Nonnull path, cov_error *_Nonnull error);

/// The engine's version, such as `2026.4.1-...`; lives as long as the process.
const char *_Nonnull cov_library_version(const cov_library *_Nonnull library);

/// Reads and compiles the model file `path`, which may have files of weights beside it. NULL on failure.
cov_session *_Nullable cov_session_open_file(const cov_library *_Nonnull library, const char *_Nonnull path,
                                             cov_options options, cov_error *_Nonnull error);

/// Reads and compiles a model from the bytes of its file. NULL on failure.
cov_session *_Nullable cov_session_open_bytes(const cov_library *_Nonnull library, const uint8_t *_Nonnull bytes,
                                              size_t count, cov_options options, cov_error *_Nonnull error);

/// Frees a session; call exactly once.
void cov_session_close(cov_session *_Nonnull session);

/// Gives the input `name` the shape `dims` and copies `count` bytes into it.
/// Fails where the engine's tensor of that shape has another number of bytes.
bool cov_session_feed(cov_session *_Nonnull session, const char *_Nonnull name, const int64_t *_Nonnull dims,
                      int32_t rank, const uint8_t *_Nullable bytes, size_t count, cov_error *_Nonnull error);

/// Runs the model on what was fed.
bool cov_session_run(cov_session *_Nonnull session, cov_error *_Nonnull error);

/// Looks at the output `name`; the bytes have to be copied before the next run. Free the handle with cov_output_free.
void *_Nullable cov_session_output(cov_session *_Nonnull session, const char *_Nonnull name,
                                   cov_tensor *_Nonnull tensor, cov_error *_Nonnull error);
void cov_output_free(const cov_session *_Nonnull session, void *_Nonnull handle);
