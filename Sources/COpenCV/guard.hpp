#pragma once
// One guard around every entry: no exception crosses the C ABI, no library writes to the terminal.

#include <sys/types.h>

#include <cstdio>
#include <exception>
#include <new>
#include <opencv2/core.hpp>
#include <string>

#include "COpenCV.h"

namespace cvb {

/// Sets OpenCV up, once per process.
void prepare();

/// fork() at a moment when no other thread is inside OpenCV, so that the child inherits no lock that is held.
pid_t forkAlone();

/// While it lives, forkAlone waits.
class Inside {
 public:
  Inside();
  ~Inside();
  Inside(const Inside &) = delete;
  Inside &operator=(const Inside &) = delete;
};

void fail(cvb_error *error, cvb_status status, const char *message);

/// Turns the exception that is being handled into `error`.
void failByException(cvb_error *error);

/// While it lives, what libraries write to standard error on this thread is collected instead.
class Quiet {
 public:
  Quiet();
  ~Quiet();
  Quiet(const Quiet &) = delete;
  Quiet &operator=(const Quiet &) = delete;

  const std::string &words() const { return words_; }

 private:
  std::string words_;
  std::string *outer_;
};

/// Runs `body`; an exception becomes `error` and the result that means failure.
template <class Body>
auto guarded(cvb_error *error, Body body) -> decltype(body()) {
  *error = cvb_error{};
  prepare();
  Quiet quiet;
  try {
    return body();
  } catch (...) {
    failByException(error);
  }
  return {};
}

}  // namespace cvb
