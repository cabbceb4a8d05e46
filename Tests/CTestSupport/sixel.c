#include "CTestSupport.h"

#include <sixel/sixel.h>
#include <stdlib.h>

int ctest_decode_sixel(const uint8_t *bytes, int32_t count, uint8_t **indices, int32_t *width, int32_t *height,
                       uint32_t **palette, int32_t *colors) {
  // libsixel takes a mutable pointer but does not write through it.
  unsigned char *rgb = NULL;
  SIXELSTATUS status = sixel_decode_raw((unsigned char *)bytes, count, indices, width, height, &rgb, colors, NULL);
  if (SIXEL_FAILED(status)) return -1;
  *palette = malloc(sizeof(uint32_t) * (size_t)(*colors > 0 ? *colors : 1));
  if (!*palette) return -2;
  for (int i = 0; i < *colors; i++) {
    (*palette)[i] = (uint32_t)rgb[3 * i] << 16 | (uint32_t)rgb[3 * i + 1] << 8 | rgb[3 * i + 2];
  }
  free(rgb);
  return 0;
}

void ctest_free(void *memory) { free(memory); }
