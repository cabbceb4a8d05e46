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

static const int deadly[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT, SIGTERM, SIGHUP, SIGQUIT, SIGINT};
enum { DEADLY = sizeof deadly / sizeof deadly[0] };

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

static void on_signal(int number) {
  restore();
  raise(number);  // SA_RESETHAND: the default action follows, with its core and its exit status
}

static void install(int number) {
  struct sigaction action;
  if (sigaction(number, NULL, &action) != 0 || action.sa_handler != SIG_DFL) return;
  memset(&action, 0, sizeof action);
  action.sa_handler = on_signal;
  action.sa_flags = (int)(SA_RESETHAND | SA_ONSTACK);
  sigemptyset(&action.sa_mask);
  sigaction(number, &action, NULL);
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
  for (int i = 0; i < DEADLY; i++) install(deadly[i]);
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
