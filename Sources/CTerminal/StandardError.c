#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>
#include "TerminalControl.h"

// Set before `diverted` is: the handler of a crash may run at any moment.
static int terminal_descriptor = -1;
static int log_descriptor = -1;
static off_t log_start;
static volatile sig_atomic_t diverted;

int32_t ct_divert_standard_error(int32_t log) {
  if (diverted) return EBUSY;
  terminal_descriptor = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  if (terminal_descriptor < 0) return errno;
  log_descriptor = log;
  log_start = lseek(log, 0, SEEK_END);
  if (log_start < 0) log_start = 0;
  if (dup2(log, STDERR_FILENO) < 0) {
    int failure = errno;
    close(terminal_descriptor);
    return failure;
  }
  diverted = 1;
  return 0;
}

// The last of what was written since; a library may have complained without end.
static void tell_log(void) {
  enum { MOST = 4096 };
  static char words[MOST];
  off_t end = lseek(log_descriptor, 0, SEEK_END);
  if (end <= log_start) return;
  off_t from = end - log_start > MOST ? end - MOST : log_start;
  ssize_t count = pread(log_descriptor, words, MOST, from);
  for (ssize_t written = 0; written < count;) {
    ssize_t step = write(STDERR_FILENO, words + written, (size_t)(count - written));
    if (step <= 0) return;
    written += step;
  }
}

// Only async-signal-safe calls.
void ct_return_standard_error(bool tells) {
  if (!diverted) return;
  diverted = 0;
  dup2(terminal_descriptor, STDERR_FILENO);
  close(terminal_descriptor);
  if (tells) tell_log();
}
