// Text cells through ncursesw, and the few system calls that Swift cannot make itself.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <termios.h>

#pragma clang assume_nonnull begin

/// A screen of text cells that draws into memory instead of a terminal. Whoever opens one closes it once, and before
/// another one is opened: ncurses 6.4 draws nothing more on any screen once another one was deleted.
/// The caller switches to the alternate screen and resets margins, attributes, insert mode and wrapping.
/// All calls are serialised; ncurses reads no input, asks for no size and catches no signal.
typedef struct ct_text ct_text;

typedef enum ct_text_failure {
  CT_TEXT_UNKNOWN_TERMINAL = 1,  ///< the terminal description is missing
  CT_TEXT_NO_CURSOR_ADDRESS = 2, ///< the terminal cannot place its cursor
  CT_TEXT_SYSTEM = 3             ///< no memory, or no temporary file
} ct_text_failure;

enum { CT_BOLD = 1, CT_REVERSE = 2, CT_UNDERLINE = 4 };

/// Null, with `failure` filled in, if it cannot work on the terminal called `terminal`.
ct_text *_Nullable ct_text_open(const char *terminal, int32_t rows, int32_t columns, ct_text_failure *failure);
void ct_text_close(ct_text *text);
void ct_text_resize(ct_text *text, int32_t rows, int32_t columns);
/// How many colours the terminal has; more than 256 means that colours are 0xRRGGBB.
int32_t ct_text_colors(ct_text *text);
/// Puts one character (`count` Unicode scalars, the first one a spacing one) into a cell; colour -1 is the default.
void ct_text_put(ct_text *text, int32_t row, int32_t column, const uint32_t *scalars, int32_t count,
                 uint32_t attributes, int32_t foreground, int32_t background);
/// Columns that a scalar takes: 0, 1, 2, or -1 for a control character.
int32_t ct_text_width(uint32_t scalar);
/// Clears and redraws everything at the next render.
void ct_text_invalidate(ct_text *text);
/// Redraws whole rows at the next render.
void ct_text_invalidate_rows(ct_text *text, int32_t first, int32_t count);
/// The bytes that bring the terminal up to date; a negative row hides the cursor. They stay valid until the next call.
const uint8_t *_Nullable ct_text_render(ct_text *text, int32_t caret_row, int32_t caret_column, size_t *count);
/// A string capability of the terminal, such as "rmcup"; null if it has none.
const char *_Nullable ct_text_capability(ct_text *text, const char *name);

typedef struct ct_window_size {
  int32_t rows, columns, width, height; ///< cells, and pixels where the system knows them (else 0)
} ct_window_size;

/// 0, or errno.
int32_t ct_get_window_size(int32_t descriptor, ct_window_size *size);

/// From now on, if the process dies by a signal or exits, `bytes` are written to `descriptor` and `attributes` are
/// set; handlers of crashes found before run afterwards. SIGTERM, SIGHUP and SIGINT are left to whoever already
/// handles them. One at a time: a second call replaces the first.
/// 0, or errno.
int32_t ct_install_emergency_restore(int32_t descriptor, const uint8_t *bytes, size_t count,
                                     const struct termios *attributes);
/// Takes that back; call it after the terminal was restored in order.
void ct_remove_emergency_restore(void);

/// From now on what anybody writes to standard error goes to the file `log`, open for reading and appending, until
/// ct_return_standard_error or a crash, which puts the last 4096 bytes of it on the restored terminal.
/// 0, or errno. The descriptor must stay open.
int32_t ct_divert_standard_error(int32_t log);
/// Takes that back.
/// - Parameter tells: the last of what was written meanwhile is written again, to standard error as it was before.
void ct_return_standard_error(bool tells);

#pragma clang assume_nonnull end
