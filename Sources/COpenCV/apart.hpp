#pragma once
// Work that may crash or must be stoppable, in a process of its own.

#include <functional>

#include "COpenCV.h"

namespace cvb {

/// Runs `body` in a forked process that writes `count` numbers, and copies them to `results`.
///
/// A crash is an error of this image, not the end of the program, and cancelling takes 20 ms whatever the engine does.
/// Where memory runs out, be it the system's or what `run` allows, the error is `CVB_NO_MEMORY`.
/// `body` must not use more than one thread and must not touch the caller's memory.
bool apart(
    size_t count, int32_t *results, cvb_run run, cvb_error *error, const std::function<void(int32_t *)> &body);

}  // namespace cvb
