#include "CTestSupport.h"

#include <stdlib.h>
#include <zlib.h>

uint8_t *ctest_deflate(const uint8_t *bytes, size_t count, size_t *written) {
  uLongf room = compressBound(count);
  uint8_t *output = malloc(room);
  if (!output || compress(output, &room, bytes, count) != Z_OK) {
    free(output);
    return NULL;
  }
  *written = room;
  return output;
}

int ctest_inflate(const uint8_t *bytes, size_t count, uint8_t *output, size_t room) {
  uLongf written = room;
  return uncompress(output, &written, bytes, count) == Z_OK && written == room;
}

uint32_t ctest_crc32(const uint8_t *bytes, size_t count) { return (uint32_t)crc32(0, bytes, (uInt)count); }

int ctest_inflate_raw(const uint8_t *bytes, size_t count, uint8_t *output, size_t room) {
  z_stream stream = {.next_in = (uint8_t *)bytes, .avail_in = (uInt)count, .next_out = output, .avail_out = (uInt)room};
  if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) return 0;
  int status = inflate(&stream, Z_FINISH);
  inflateEnd(&stream);
  return status == Z_STREAM_END && stream.total_out == room;
}
