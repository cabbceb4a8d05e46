#pragma once
// The C face of OpenCV: C types only, no exception leaves it, nothing is written to standard error.
// Every function that can fail fills in `error` and says so by its result: false or NULL.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum cvb_status {
  CVB_OK = 0,
  /// The bytes break off or contradict themselves.
  CVB_DAMAGED = 1,
  /// Sound, but of a kind that is not read (32-bit floating point samples, …).
  CVB_UNSUPPORTED = 2,
  CVB_NO_MEMORY = 3,
  /// OpenCV refused; `message` holds its words.
  CVB_FAILED = 4,
  CVB_CANCELLED = 5,
  CVB_CRASHED = 6,
} cvb_status;

typedef struct cvb_error {
  cvb_status status;
  /// Zero-terminated, printable ASCII.
  char message[240];
} cvb_error;

/// Asked now and then during long work with the context that was given with it; true stops the work.
typedef bool (*cvb_question)(void *_Nullable context);

/// How long work is run.
typedef struct cvb_run {
  cvb_question _Nonnull cancelled;
  void *_Nullable context;
  /// The bytes that it may take besides what the program holds already; 0 for any. More is `CVB_NO_MEMORY`.
  uint64_t memory;
} cvb_run;

// codec.cpp · image files

/// What the caller has read from the file's header.
typedef struct cvb_picture {
  /// The size as stored, before `orientation`.
  int32_t width, height;
  /// 1…8, as EXIF defines it.
  int32_t orientation;
  /// The gray level of `bits` bits that means transparent, or -1.
  int32_t transparent_gray;
  int32_t bits;
  /// A gray picture; with alpha the decoder makes three equal channels of it.
  bool gray;
  /// Colours come out of the decoder already multiplied by alpha.
  bool premultiplied;
} cvb_picture;

/// Decodes an image file into `rgb`, which has room for width * height * 3 bytes: upright, alpha over white,
/// 16-bit samples stretched from their 0.5…99.5 percentiles.
/// Holds one decoded copy besides `rgb`.
bool cvb_decode_rgb(
    const uint8_t *_Nonnull bytes, size_t count, cvb_picture picture, uint8_t *_Nonnull rgb, cvb_error *_Nonnull error);

/// Decodes a mask file into `mask`, which has room for width * height bytes: 255 where any colour channel is not 0
/// and alpha is not 0, else 0.
bool cvb_decode_mask(
    const uint8_t *_Nonnull bytes, size_t count, int32_t width, int32_t height, uint8_t *_Nonnull mask,
    cvb_error *_Nonnull error);

/// Decodes a gray file of 8 or 16 bits into `labels`, which has room for width * height numbers.
bool cvb_decode_labels(
    const uint8_t *_Nonnull bytes, size_t count, int32_t width, int32_t height, int32_t *_Nonnull labels,
    cvb_error *_Nonnull error);

/// The bytes of an encoded file. Whoever receives it calls cvb_file_free exactly once.
typedef struct cvb_file cvb_file;
const uint8_t *_Nonnull cvb_file_bytes(const cvb_file *_Nonnull file);
size_t cvb_file_count(const cvb_file *_Nonnull file);
void cvb_file_free(cvb_file *_Nullable file);

/// Encodes 8-bit samples of 1 (gray) or 3 (RGB) channels as PNG.
cvb_file *_Nullable cvb_encode_png8(
    const uint8_t *_Nonnull samples, int32_t width, int32_t height, int32_t channels, cvb_error *_Nonnull error);
/// Encodes 16-bit gray samples as PNG.
cvb_file *_Nullable cvb_encode_png16(
    const uint16_t *_Nonnull samples, int32_t width, int32_t height, cvb_error *_Nonnull error);

// superpixel.cpp · ximgproc

typedef enum cvb_superpixel_algorithm {
  CVB_SLIC = 0,
  CVB_SLICO = 1,
  CVB_MSLIC = 2,
  CVB_SEEDS = 3,
  CVB_LSC = 4,
} cvb_superpixel_algorithm;

/// Writes the superpixels of width * height RGB pixels to `labels`, numbered from 1.
/// `ruler` steers SLIC and MSLIC only. OpenCV crashes where no superpixel is left (MSLIC on checkered texture with a small ruler,
/// images below a region): that is `CVB_CRASHED`. A cancelled run ends within 20 ms.
bool cvb_superpixels(
    const uint8_t *_Nonnull rgb, int32_t width, int32_t height, cvb_superpixel_algorithm algorithm,
    int32_t region_size, float ruler, int32_t iterations, int32_t *_Nonnull labels, cvb_run run,
    cvb_error *_Nonnull error);

#ifdef __cplusplus
}
#endif

#include "COpenCVMethods.h"
#include "COpenCVNetworks.h"
