#include "apart.hpp"

#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <mutex>

#include "guard.hpp"

namespace cvb {
namespace {

/// Memory that both processes see: the error, then the numbers.
class Shared {
 public:
  explicit Shared(size_t count) : size_(offset + count * sizeof(int32_t)) {
    void *mapped = mmap(nullptr, size_, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (mapped == MAP_FAILED) throw std::bad_alloc();
    memory_ = static_cast<char *>(mapped);
  }
  ~Shared() { munmap(memory_, size_); }
  Shared(const Shared &) = delete;
  Shared &operator=(const Shared &) = delete;

  cvb_error *error() { return reinterpret_cast<cvb_error *>(memory_); }
  int32_t *numbers() { return reinterpret_cast<int32_t *>(memory_ + offset); }

 private:
  static constexpr size_t offset = 4096;
  static_assert(sizeof(cvb_error) <= offset);
  size_t size_;
  char *memory_;
};

/// Dies with its parent, without a trace on the terminal or a core file.
void settleInChild() {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  const rlimit none = {0, 0};
  setrlimit(RLIMIT_CORE, &none);
  for (const int sign : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTERM, SIGHUP, SIGCHLD}) signal(sign, SIG_DFL);
  for (const int sign : {SIGINT, SIGTSTP, SIGWINCH, SIGQUIT}) signal(sign, SIG_IGN);
}

/// Lets this process take `memory` bytes more than it holds: an allocation that fails is a sentence, a process that the
/// system ends for its appetite may be any.
void limitMemory(uint64_t memory) {
  // What the kernel says of this process; there is no call for it.
  unsigned long pages = 0;
  FILE *counts = std::fopen("/proc/self/statm", "r");
  if (counts == nullptr) return;
  const bool known = std::fscanf(counts, "%lu", &pages) == 1;
  std::fclose(counts);
  if (!known) return;
  rlimit limit = {};
  getrlimit(RLIMIT_AS, &limit);
  limit.rlim_cur = std::min<rlim_t>(limit.rlim_cur, pages * rlim_t(sysconf(_SC_PAGESIZE)) + memory);
  setrlimit(RLIMIT_AS, &limit);
}

[[noreturn]] void runInChild(Shared &shared, uint64_t memory, const std::function<void(int32_t *)> &body) {
  settleInChild();
  if (memory != 0) limitMemory(memory);
  try {
    body(shared.numbers());
  } catch (...) {
    failByException(shared.error());
  }
  // Not exit(): the parent's destructors and buffered output are not ours.
  _exit(0);
}

/// The child's wait status, or -1 if it was stopped because nobody wants the result.
int await(pid_t child, cvb_run run) {
  int status = 0;
  useconds_t pause = 500;
  while (true) {
    const pid_t ended = waitpid(child, &status, WNOHANG);
    if (ended == child) return status;
    if (ended < 0 && errno != EINTR) return SIGABRT;
    if (run.cancelled(run.context)) {
      kill(child, SIGKILL);
      while (waitpid(child, &status, 0) < 0 && errno == EINTR) {}
      return -1;
    }
    usleep(pause);
    pause = std::min<useconds_t>(pause * 2, 20000);
  }
}

}  // namespace

bool apart(
    size_t count, int32_t *results, cvb_run run, cvb_error *error, const std::function<void(int32_t *)> &body) {
  Shared shared(count);
  const pid_t child = forkAlone();
  if (child == 0) runInChild(shared, run.memory, body);
  if (child < 0) {
    fail(error, CVB_FAILED, "no process could be started; close other programs");
    return false;
  }
  const int status = await(child, run);
  if (status == -1) {
    fail(error, CVB_CANCELLED, "cancelled");
  } else if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) {
    // Nobody else kills it: the system does where memory runs out.
    fail(error, CVB_NO_MEMORY, "the system ended it");
  } else if (status != 0) {
    fail(error, CVB_CRASHED, "OpenCV crashed on this image");
  } else if (shared.error()->status != CVB_OK) {
    *error = *shared.error();
  } else {
    std::memcpy(results, shared.numbers(), count * sizeof(int32_t));
    return true;
  }
  return false;
}

}  // namespace cvb
