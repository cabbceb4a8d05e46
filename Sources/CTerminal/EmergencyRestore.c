#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include "TerminalControl.h"

// Written before `armed` is set and never freed: the handler may run at any moment.
static struct termios restore_attributes;
static uint8_t restore_bytes[1024];
static size_t restore_count;
static int restore_descriptor = -1;
static volatile sig_atomic_t armed;

// Crashes come first: there the handler found before (Swift's backtracer) runs after ours.
static const int deadly[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT, SIGQUIT, SIGTERM, SIGHUP, SIGINT};
enum { DEADLY = sizeof deadly / sizeof deadly[0], CRASHES = 7 };
static struct sigaction before[DEADLY];

// Only async-signal-safe calls. A terminal that takes nothing must not keep a dying process alive.
static void restore(void) {
  if (!armed) return;
  armed = 0;
  size_t written = 0;
  for (int tries = 0; written < restore_count && tries < 20; tries++) {
    ssize_t count = write(restore_descriptor, restore_bytes + written, restore_count - written);
    if (count > 0) {
      written += (size_t)count;
    } else {
      struct pollfd ready = {restore_descriptor, POLLOUT, 0};
      poll(&ready, 1, 50);
    }
  }
  tcsetattr(restore_descriptor, TCSANOW, &restore_attributes);
}

// The signal comes again when this returns, to whoever was there before: a core, an exit status, a backtrace. One
// that was sent by `kill` ends the process at once: the backtracer would let it go on without its terminal.
static void on_signal(int number, siginfo_t *info, void *context) {
  (void)context;
  restore();
  // What a crash has said went to the log; it is the reason why the terminal is the shell's again.
  ct_return_standard_error(true);
  for (int i = 0; i < DEADLY; i++) {
    if (deadly[i] != number) continue;
    if (info->si_code <= 0) before[i].sa_handler = SIG_DFL;
    sigaction(number, &before[i], NULL);
  }
  raise(number);
}

static void install(int index) {
  struct sigaction found, action;
  if (sigaction(deadly[index], NULL, &found) != 0 || found.sa_sigaction == on_signal) return;
  if (index >= CRASHES && found.sa_handler != SIG_DFL) return;
  before[index] = found;
  memset(&action, 0, sizeof action);
  action.sa_sigaction = on_signal;
  action.sa_flags = SA_ONSTACK | SA_SIGINFO;
  sigemptyset(&action.sa_mask);
  sigaction(deadly[index], &action, NULL);
}

int32_t ct_install_emergency_restore(int32_t descriptor, const uint8_t *bytes, size_t count,
                                     const struct termios *attributes) {
  static int registered;
  if (count > sizeof restore_bytes) return EINVAL;
  armed = 0;
  memcpy(restore_bytes, bytes, count);
  restore_count = count;
  restore_attributes = *attributes;
  restore_descriptor = descriptor;
  if (!registered && atexit(restore) != 0) return ENOMEM;
  registered = 1;
  for (int i = 0; i < DEADLY; i++) install(i);
  armed = 1;
  return 0;
}

void ct_remove_emergency_restore(void) { armed = 0; }

int32_t ct_get_window_size(int32_t descriptor, ct_window_size *size) {
  struct winsize window;
  if (ioctl(descriptor, TIOCGWINSZ, &window) != 0) return errno;
  *size = (ct_window_size){window.ws_row, window.ws_col, window.ws_xpixel, window.ws_ypixel};
  return 0;
}
