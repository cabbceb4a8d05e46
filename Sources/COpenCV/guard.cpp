#include "guard.hpp"

#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <mutex>
#include <shared_mutex>
#include <stdexcept>
#include <opencv2/core/utils/logger.hpp>
#include <streambuf>

namespace cvb {
namespace {

thread_local std::string *collected = nullptr;

// A hostile file can make a library complain without end.
constexpr size_t longest = 4096;

void say(const char *text, size_t count) {
  if (collected != nullptr) {
    collected->append(text, std::min(count, longest - std::min(longest, collected->size())));
    return;
  }
  while (count > 0) {
    const ssize_t written = write(STDERR_FILENO, text, count);
    if (written <= 0) return;
    text += written;
    count -= size_t(written);
  }
}

ssize_t sayFromC(void *, const char *text, size_t count) {
  say(text, count);
  return ssize_t(count);
}

class Speech : public std::streambuf {
  int overflow(int character) override {
    const char letter = char(character);
    if (character != traits_type::eof()) say(&letter, 1);
    return 0;
  }
  std::streamsize xsputn(const char *text, std::streamsize count) override {
    say(text, size_t(count));
    return count;
  }
};

std::shared_mutex &entries() {
  static std::shared_mutex mutex;
  return mutex;
}

int ignore(int, const char *, const char *, const char *, int, void *) { return 0; }

/// OpenCV gives libpng and libjpeg no message handlers, so they print to `stderr`, and it prints to std::cerr itself.
/// Swapping the descriptor would silence other threads; the two streams are variables and can tell threads apart.
void divertStandardError() {
  cookie_io_functions_t functions = {};
  functions.write = sayFromC;
  if (FILE *stream = fopencookie(nullptr, "w", functions)) {
    setvbuf(stream, nullptr, _IONBF, 0);
    stderr = stream;
  }
  // Never freed: other static destructors may still write.
  std::cerr.rdbuf(new Speech);
}

}  // namespace

void prepare() {
  static std::once_flag once;
  std::call_once(once, [] {
    divertStandardError();
    cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
    cv::redirectError(ignore);
    // Its parallel sums of floats depend on the number of threads, and a forked child has only one.
    // Batches run over several images at a time instead.
    cv::setNumThreads(1);
  });
}

void fail(cvb_error *error, cvb_status status, const char *message) {
  error->status = status;
  size_t at = 0;
  for (; message[at] != 0 && at + 1 < sizeof error->message; at++) {
    const char letter = message[at];
    error->message[at] = letter >= ' ' && letter <= '~' ? letter : ' ';
  }
  error->message[at] = 0;
}

void failByException(cvb_error *error) {
  try {
    throw;
  } catch (const cv::Exception &exception) {
    const bool memory = exception.code == cv::Error::StsNoMem;
    fail(error, memory ? CVB_NO_MEMORY : CVB_FAILED, exception.err.c_str());
  } catch (const std::bad_alloc &) {
    fail(error, CVB_NO_MEMORY, "not enough memory");
  } catch (const std::length_error &) {
    // A container that would be larger than any memory.
    fail(error, CVB_NO_MEMORY, "not enough memory");
  } catch (const std::exception &exception) {
    fail(error, CVB_FAILED, exception.what());
  } catch (...) {
    fail(error, CVB_FAILED, "unknown exception");
  }
}

pid_t forkAlone() {
  const std::unique_lock alone(entries());
  return fork();
}

Inside::Inside() { entries().lock_shared(); }
Inside::~Inside() { entries().unlock_shared(); }

Quiet::Quiet() : outer_(collected) { collected = &words_; }
Quiet::~Quiet() { collected = outer_; }

}  // namespace cvb
