#include "ct_sixel.h"

#include <sixel/sixel.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  uint8_t *bytes;
  size_t length, capacity;
  int failed;
} buffer;

static int append(char *data, int size, void *context) {
  buffer *to = context;
  if (size < 0 || to->failed) return -1;
  if (to->length + (size_t)size > to->capacity) {
    size_t capacity = (to->length + (size_t)size) * 2;
    uint8_t *grown = realloc(to->bytes, capacity);
    if (!grown) {
      to->failed = 1;
      return -1;
    }
    to->bytes = grown;
    to->capacity = capacity;
  }
  memcpy(to->bytes + to->length, data, (size_t)size);
  to->length += (size_t)size;
  return size;
}

static SIXELSTATUS encode(
    const uint8_t *indices, int32_t width, int32_t height, const uint8_t *palette, int32_t colors, buffer *to) {
  sixel_output_t *output = NULL;
  sixel_dither_t *dither = NULL;
  SIXELSTATUS status = sixel_output_new(&output, append, to, NULL);
  if (SIXEL_SUCCEEDED(status)) status = sixel_dither_new(&dither, colors, NULL);
  if (SIXEL_SUCCEEDED(status)) {
    sixel_output_set_encode_policy(output, SIXEL_ENCODEPOLICY_SIZE);
    sixel_dither_set_palette(dither, (unsigned char *)palette);
    sixel_dither_set_pixelformat(dither, SIXEL_PIXELFORMAT_PAL8);
    status = sixel_encode((unsigned char *)indices, width, height, 8, dither, output);
  }
  if (dither) sixel_dither_unref(dither);
  if (output) sixel_output_unref(output);
  return status;
}

uint8_t *ct_sixel_encode(
    const uint8_t *indices, int32_t width, int32_t height, const uint8_t *palette, int32_t colors, size_t *length) {
  buffer to = {0};
  if (SIXEL_FAILED(encode(indices, width, height, palette, colors, &to)) || to.failed) {
    free(to.bytes);
    return NULL;
  }
  *length = to.length;
  return to.bytes;
}

uint8_t *ct_sixel_decode(const uint8_t *bytes, int32_t length, int32_t *width, int32_t *height) {
  unsigned char *pixels = NULL, *palette = NULL;
  int columns = 0, rows = 0, colors = 0;
  uint8_t *rgb = NULL;
  SIXELSTATUS status =
      sixel_decode_raw((unsigned char *)bytes, length, &pixels, &columns, &rows, &palette, &colors, NULL);
  if (SIXEL_SUCCEEDED(status) && columns > 0 && rows > 0) rgb = malloc((size_t)columns * (size_t)rows * 3);
  if (rgb) {
    for (size_t i = 0; i < (size_t)columns * (size_t)rows; i++) {
      int index = pixels[i] < colors ? pixels[i] : 0;
      memcpy(rgb + i * 3, palette + (size_t)index * 3, 3);
    }
    *width = columns;
    *height = rows;
  }
  free(pixels);
  free(palette);
  return rgb;
}

void ct_sixel_free(uint8_t *memory) { free(memory); }
