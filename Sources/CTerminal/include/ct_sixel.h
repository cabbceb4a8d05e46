#pragma once
#include <stddef.h>
#include <stdint.h>

/// Writes `width` x `height` palette indices as one sixel image with libsixel, smallest size first.
/// `palette` holds `colors` (1…256) RGB triples. Returns memory for `ct_sixel_free` and its length, or NULL.
uint8_t *_Nullable ct_sixel_encode(
    const uint8_t *_Nonnull indices, int32_t width, int32_t height, const uint8_t *_Nonnull palette, int32_t colors,
    size_t *_Nonnull length);

/// Reads one sixel image with libsixel. Returns `width * height` RGB triples for `ct_sixel_free`, or NULL.
uint8_t *_Nullable ct_sixel_decode(
    const uint8_t *_Nonnull bytes, int32_t length, int32_t *_Nonnull width, int32_t *_Nonnull height);

void ct_sixel_free(uint8_t *_Nullable memory);
