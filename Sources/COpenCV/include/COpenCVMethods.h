#pragma once
// More segmentation by OpenCV; the conventions of COpenCV.h hold. Include that one.

#ifdef __cplusplus
extern "C" {
#endif

// graph.cpp · ximgproc

/// Writes the regions of the graph-based segmentation of width * height RGB pixels to `labels`, numbered from 1.
/// Runs in a process of its own: a cancelled run ends within 20 ms.
bool cvb_graph_regions(
    const uint8_t *_Nonnull rgb, int32_t width, int32_t height, double sigma, float k, int32_t min_size,
    int32_t *_Nonnull labels, cvb_run run, cvb_error *_Nonnull error);

// grabcut.cpp · imgproc

/// Runs GrabCut on width * height RGB pixels. `kinds` says what every pixel is, before and after: 0 background,
/// 1 foreground, 2 and 3 the same but only probable. `generator` is the state of OpenCV's random numbers, before and
/// after; not 0.
/// Runs in a process of its own: a cancelled run ends within 20 ms.
bool cvb_grabcut(
    const uint8_t *_Nonnull rgb, int32_t width, int32_t height, int32_t iterations, uint64_t *_Nonnull generator,
    uint8_t *_Nonnull kinds, cvb_run run, cvb_error *_Nonnull error);

// match.cpp · imgproc

/// Writes how much a patch of RGB pixels differs from an image of RGB pixels, at every place where it fits: rows of
/// width - patch_width + 1 places, height - patch_height + 1 of them. 0 is equal; what TM_SQDIFF_NORMED gives, never
/// below 0. `mask` is 255 where the patch counts and 0 elsewhere; NULL for everywhere.
bool cvb_match(
    const uint8_t *_Nonnull rgb, int32_t width, int32_t height, const uint8_t *_Nonnull patch,
    const uint8_t *_Nullable mask, int32_t patch_width, int32_t patch_height, float *_Nonnull scores,
    cvb_error *_Nonnull error);

// colour.cpp · imgproc

/// Writes CIE L*a*b* of `count` RGB pixels to `lab`, three bytes each: L by 255 / 100, a and b plus 128.
bool cvb_lab(const uint8_t *_Nonnull rgb, size_t count, uint8_t *_Nonnull lab, cvb_error *_Nonnull error);

// photo.cpp, means.cpp · imgproc, and what photo does

/// A bilateral filter and the non-local means that follow it.
typedef struct cvb_denoising {
  int32_t bilateral_diameter;
  double sigma_colour, sigma_space;
  /// Sides of squares, odd.
  int32_t template_window, search_window;
  float strength, colour_strength;
} cvb_denoising;

/// Denoises `rows` rows from row `first` on of an image of width * height RGB pixels, as if the whole image were
/// denoised, and writes them to `denoised`, which has room for those rows.
/// Runs in a process of its own: a cancelled run ends within 20 ms.
bool cvb_denoise(
    const uint8_t *_Nonnull rgb, int32_t width, int32_t height, int32_t first, int32_t rows, cvb_denoising denoising,
    uint8_t *_Nonnull denoised, cvb_run run, cvb_error *_Nonnull error);

#ifdef __cplusplus
}
#endif
