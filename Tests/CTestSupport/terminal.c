#define _GNU_SOURCE
#include "CTestSupport.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

int ctest_resize_terminal(int master, uint16_t rows, uint16_t columns, uint16_t x_pixels, uint16_t y_pixels) {
  struct winsize size = {rows, columns, x_pixels, y_pixels};
  return ioctl(master, TIOCSWINSZ, &size) == 0 ? 0 : -errno;
}

int ctest_open_terminal(uint16_t rows, uint16_t columns, uint16_t x_pixels, uint16_t y_pixels,
                        int *slave, char *path, size_t path_size) {
  int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
  if (master < 0) return -errno;
  if (grantpt(master) == 0 && unlockpt(master) == 0 && ptsname_r(master, path, path_size) == 0 &&
      ctest_resize_terminal(master, rows, columns, x_pixels, y_pixels) == 0) {
    *slave = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (*slave >= 0) return master;
  }
  int failure = -errno;
  close(master);
  return failure;
}

static int take_stream(int from, int to) {
  if (from != to) return dup2(from, to);
  return fcntl(to, F_SETFD, 0);
}

static void reset_signals(void) {
  sigset_t none;
  sigemptyset(&none);
  for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
  sigprocmask(SIG_SETMASK, &none, NULL);
}

// Runs between fork and exec: only calls that are safe there.
static void become(const char *const *arguments, const char *const *environment, ctest_streams streams) {
  setsid();
  reset_signals();
  int terminal = open(streams.terminal ? streams.terminal : "/dev/null", O_RDWR);
  if (terminal < 0) _exit(126);
  if (streams.terminal && ioctl(terminal, TIOCSCTTY, 0) != 0) _exit(126);
  if (streams.directory && chdir(streams.directory) != 0) _exit(126);
  take_stream(streams.input >= 0 ? streams.input : terminal, 0);
  take_stream(streams.output >= 0 ? streams.output : terminal, 1);
  take_stream(streams.error >= 0 ? streams.error : terminal, 2);
  if (terminal > 2) close(terminal);
  execvpe(arguments[0], (char *const *)arguments, (char *const *)environment);
  _exit(127);
}

int ctest_spawn(const char *const *arguments, const char *const *environment, ctest_streams streams, pid_t *process) {
  pid_t child = fork();
  if (child < 0) return -errno;
  if (child == 0) become(arguments, environment, streams);
  *process = child;
  return 0;
}

int ctest_status_kind(int status) { return WIFSTOPPED(status) ? 2 : WIFSIGNALED(status) ? 1 : 0; }

int ctest_status_value(int status) {
  return WIFSTOPPED(status) ? WSTOPSIG(status) : WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
}

int ctest_limit_file_size(pid_t process, int64_t bytes) {
  struct rlimit limit;
  if (prlimit(process, RLIMIT_FSIZE, NULL, &limit) != 0) return -errno;
  limit.rlim_cur = bytes < 0 ? limit.rlim_max : (rlim_t)bytes;
  return prlimit(process, RLIMIT_FSIZE, &limit, NULL) == 0 ? 0 : -errno;
}
