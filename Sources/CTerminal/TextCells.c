#define _GNU_SOURCE
#define _XOPEN_SOURCE_EXTENDED 1
#include <ncursesw/curses.h>
#include <langinfo.h>
#include <locale.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <wchar.h>
#include "TerminalControl.h"

// term.h, where it is declared, defines macros called `lines` and `columns`.
extern int setupterm(const char *terminal, int descriptor, int *error);

struct ct_text {
  SCREEN *screen;
  FILE *output;
  FILE *input;
  int memory;  // ncurses draws into this file
  uint8_t *bytes;
  size_t capacity;
  int caret_visible;
  bool clears;  // the next rows are drawn on an empty screen
};

// ncurses keeps its current screen in globals.
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void use_utf8(void) {
  static bool done = false;
  if (done) return;
  done = true;
  setlocale(LC_CTYPE, "");
  if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0) setlocale(LC_CTYPE, "C.UTF-8");
}

static const int caught[] = {SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
enum { CAUGHT = sizeof caught / sizeof caught[0] };

// newterm installs handlers that would draw from inside a signal.
static SCREEN *new_screen(const char *terminal, FILE *output, FILE *input) {
  struct sigaction before[CAUGHT];
  for (int i = 0; i < CAUGHT; i++) sigaction(caught[i], NULL, &before[i]);
  use_env(FALSE);
  SCREEN *screen = newterm(terminal, output, input);
  for (int i = 0; i < CAUGHT; i++) sigaction(caught[i], &before[i], NULL);
  return screen;
}

static bool open_files(ct_text *text) {
  text->memory = memfd_create("text cells", MFD_CLOEXEC);
  if (text->memory < 0) return false;
  int copy = dup(text->memory);
  text->output = copy < 0 ? NULL : fdopen(copy, "w");
  text->input = fopen("/dev/null", "re");
  return text->output && text->input;
}

static void release(ct_text *text) {
  if (text->output) fclose(text->output);
  if (text->input) fclose(text->input);
  if (text->memory >= 0) close(text->memory);
  free(text->bytes);
  free(text);
}

static bool is_known(const char *terminal, int descriptor) {
  int error = 0;
  return setupterm(terminal, descriptor, &error) == OK;
}

static bool can_place_cursor(void) {
  char *capability = tigetstr("cup");
  return capability && capability != (char *)-1;
}

// Its first bytes set margins for the size in the terminal's description, not for the real one: they are dropped.
static void drop_first_bytes(ct_text *text) {
  text->clears = true;
  wnoutrefresh(stdscr);
  doupdate();
  fflush(text->output);
  lseek(text->memory, 0, SEEK_SET);
  if (ftruncate(text->memory, 0) == 0) clearok(curscr, TRUE);
}

static void configure(int32_t rows, int32_t columns) {
  raw();
  noecho();
  nonl();
  idlok(stdscr, FALSE);
  idcok(stdscr, FALSE);
  scrollok(stdscr, FALSE);
  if (has_colors()) {
    start_color();
    use_default_colors();
  }
  resize_term(rows, columns);
}

ct_text *ct_text_open(const char *terminal, int32_t rows, int32_t columns, ct_text_failure *failure) {
  *failure = CT_TEXT_SYSTEM;
  ct_text *text = calloc(1, sizeof *text);
  if (!text) return NULL;
  text->memory = -1;
  text->caret_visible = -1;
  pthread_mutex_lock(&lock);
  use_utf8();
  if (open_files(text)) {
    *failure = is_known(terminal, text->memory) ? CT_TEXT_NO_CURSOR_ADDRESS : CT_TEXT_UNKNOWN_TERMINAL;
    text->screen = new_screen(terminal, text->output, text->input);
  }
  if (text->screen) {
    set_term(text->screen);
    if (can_place_cursor()) {
      configure(rows, columns);
      drop_first_bytes(text);
      pthread_mutex_unlock(&lock);
      return text;
    }
    delscreen(text->screen);
  }
  pthread_mutex_unlock(&lock);
  release(text);
  return NULL;
}

void ct_text_close(ct_text *text) {
  pthread_mutex_lock(&lock);
  set_term(text->screen);
  delscreen(text->screen);
  pthread_mutex_unlock(&lock);
  release(text);
}

void ct_text_resize(ct_text *text, int32_t rows, int32_t columns) {
  pthread_mutex_lock(&lock);
  set_term(text->screen);
  resize_term(rows, columns);
  pthread_mutex_unlock(&lock);
}

int32_t ct_text_colors(ct_text *text) {
  pthread_mutex_lock(&lock);
  set_term(text->screen);
  int32_t colors = has_colors() ? COLORS : 0;
  pthread_mutex_unlock(&lock);
  return colors;
}

static int pair(int32_t foreground, int32_t background) {
  if (foreground < 0 && background < 0) return 0;
  int found = alloc_pair(foreground, background);
  return found < 0 ? 0 : found;
}

static attr_t attribute_bits(uint32_t attributes) {
  return (attributes & CT_BOLD ? A_BOLD : 0) | (attributes & CT_REVERSE ? A_REVERSE : 0) |
         (attributes & CT_UNDERLINE ? A_UNDERLINE : 0);
}

void ct_text_put(ct_text *text, int32_t row, int32_t column, const uint32_t *scalars, int32_t count,
                 uint32_t attributes, int32_t foreground, int32_t background) {
  wchar_t wide[CCHARW_MAX + 1] = {0};
  for (int32_t i = 0; i < count && i < CCHARW_MAX; i++) wide[i] = (wchar_t)scalars[i];
  pthread_mutex_lock(&lock);
  set_term(text->screen);
  int number = pair(foreground, background);
  cchar_t cell;
  if (setcchar(&cell, wide, attribute_bits(attributes), (short)(number > 32767 ? 0 : number), &number) == OK)
    mvwadd_wch(stdscr, row, column, &cell);
  pthread_mutex_unlock(&lock);
}

int32_t ct_text_width(uint32_t scalar) {
  pthread_mutex_lock(&lock);
  use_utf8();
  pthread_mutex_unlock(&lock);
  return wcwidth((wchar_t)scalar);
}

void ct_text_invalidate(ct_text *text) {
  pthread_mutex_lock(&lock);
  set_term(text->screen);
  clearok(curscr, TRUE);
  text->clears = true;
  text->caret_visible = -1;
  pthread_mutex_unlock(&lock);
}

void ct_text_invalidate_rows(ct_text *text, int32_t first, int32_t count) {
  pthread_mutex_lock(&lock);
  set_term(text->screen);
  wredrawln(stdscr, first, count);
  pthread_mutex_unlock(&lock);
}

static void place_caret(ct_text *text, int32_t row, int32_t column) {
  int visible = row >= 0;
  leaveok(stdscr, !visible);
  if (visible) wmove(stdscr, row, column);
  if (visible == text->caret_visible) return;
  text->caret_visible = visible;
  curs_set(!visible);  // ncurses skips a state that it believes in; the terminal may have been reset meanwhile
  curs_set(visible);
}

// ncurses moves rows by margins and scrolls when it finds several of them elsewhere, whatever idlok says, and would
// move the picture in them. A row that changes alone is drawn.
static void draw_rows_alone(void) {
  int rows = getmaxy(stdscr);
  bool touched[rows];
  for (int row = 0; row < rows; row++) touched[row] = is_linetouched(stdscr, row);
  untouchwin(stdscr);
  leaveok(stdscr, TRUE);
  for (int row = 0; row < rows; row++) {
    if (!touched[row]) continue;
    touchline(stdscr, row, 1);
    wnoutrefresh(stdscr);
    doupdate();
  }
}

static const uint8_t *collect(ct_text *text, size_t *count) {
  off_t end = lseek(text->memory, 0, SEEK_CUR);
  if (end <= 0) return NULL;
  if ((size_t)end > text->capacity) {
    uint8_t *larger = realloc(text->bytes, (size_t)end);
    if (!larger) return NULL;
    text->bytes = larger;
    text->capacity = (size_t)end;
  }
  ssize_t got = pread(text->memory, text->bytes, (size_t)end, 0);
  lseek(text->memory, 0, SEEK_SET);
  if (ftruncate(text->memory, 0) != 0 || got < 0) return NULL;
  *count = (size_t)got;
  return text->bytes;
}

const uint8_t *ct_text_render(ct_text *text, int32_t caret_row, int32_t caret_column, size_t *count) {
  *count = 0;
  pthread_mutex_lock(&lock);
  set_term(text->screen);
  if (!text->clears) draw_rows_alone();
  text->clears = false;
  place_caret(text, caret_row, caret_column);
  wnoutrefresh(stdscr);
  doupdate();
  fflush(text->output);
  const uint8_t *bytes = collect(text, count);
  pthread_mutex_unlock(&lock);
  return bytes;
}

const char *ct_text_capability(ct_text *text, const char *name) {
  pthread_mutex_lock(&lock);
  set_term(text->screen);
  char *value = tigetstr((char *)name);
  pthread_mutex_unlock(&lock);
  return value == (char *)-1 ? NULL : value;
}
