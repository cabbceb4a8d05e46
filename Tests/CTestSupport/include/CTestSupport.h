#pragma once
#include <stdint.h>
#include <sys/types.h>
#include <termios.h>

/// What a started program gets as its standard streams.
typedef struct {
  /// Path of a pseudo terminal's slave that becomes the controlling terminal; NULL for none.
  const char *_Nullable terminal;
  /// Descriptors for streams 0, 1 and 2; -1 takes the terminal, or /dev/null where there is none.
  int input, output, error;
  /// Working directory; NULL keeps the caller's.
  const char *_Nullable directory;
} ctest_streams;

/// Opens a pseudo terminal of the given size. Returns the master's descriptor (non-blocking), or -errno.
/// `slave` gets a descriptor of the other end, `path` (at least 64 bytes) its name.
int ctest_open_terminal(uint16_t rows, uint16_t columns, uint16_t x_pixels, uint16_t y_pixels,
                        int *_Nonnull slave, char *_Nonnull path, size_t path_size);

/// Tells the terminal behind `master` its new size; the foreground program gets SIGWINCH. Returns 0 or -errno.
int ctest_resize_terminal(int master, uint16_t rows, uint16_t columns, uint16_t x_pixels, uint16_t y_pixels);

/// Starts `arguments[0]` (looked up in PATH) as the leader of a session of its own, with default signals.
/// Returns 0 or -errno; a program that cannot be executed ends with status 127.
int ctest_spawn(const char *_Nullable const *_Nonnull arguments, const char *_Nullable const *_Nonnull environment,
                ctest_streams streams, pid_t *_Nonnull process);

/// Decodes a whole DCS sequence with libsixel. `indices` (width * height) and `palette` (`colors` times 0xRRGGBB)
/// are freed with ctest_free. Returns 0, or a negative number for data that is no sixel image.
int ctest_decode_sixel(const uint8_t *_Nonnull bytes, int32_t count, uint8_t *_Nullable *_Nonnull indices,
                       int32_t *_Nonnull width, int32_t *_Nonnull height, uint32_t *_Nullable *_Nonnull palette,
                       int32_t *_Nonnull colors);
void ctest_free(void *_Nullable memory);

/// Whether a wait(2) status says that the process exited, was ended by a signal or is stopped: 0, 1 or 2.
int ctest_status_kind(int status);
/// The exit code or the signal number of a wait(2) status.
int ctest_status_value(int status);

/// zlib's compressed form of `bytes`; `*written` gets its length. Freed with ctest_free; NULL without memory.
uint8_t *_Nullable ctest_deflate(const uint8_t *_Nonnull bytes, size_t count, size_t *_Nonnull written);
/// Fills `output` with what `bytes` hold; returns whether it is exactly `room` bytes.
int ctest_inflate(const uint8_t *_Nonnull bytes, size_t count, uint8_t *_Nonnull output, size_t room);
/// The same for data without a header, as in zip archives.
int ctest_inflate_raw(const uint8_t *_Nonnull bytes, size_t count, uint8_t *_Nonnull output, size_t room);
uint32_t ctest_crc32(const uint8_t *_Nonnull bytes, size_t count);

/// Files that `process` writes cannot grow beyond `bytes` from now on; a negative number takes the limit away.
/// Returns 0 or -errno.
int ctest_limit_file_size(pid_t process, int64_t bytes);
