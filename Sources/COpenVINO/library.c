#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "COpenVINO.h"
#include "functions.h"

// dlerror's words begin with the path, which the caller names itself.
static void explain_loader(const char *path, cov_error *error) {
  const char *words = dlerror();
  size_t length = strlen(path);
  if (words && strncmp(words, path, length) == 0 && words[length] == ':') {
    words += length + 1;
    while (*words == ' ') words++;
  }
  snprintf(error->message, sizeof error->message, "%s", words ? words : "cannot be loaded");
}

static bool find_functions(void *handle, cov_library *library, cov_error *error) {
#define OV_FIND(result, name, parameters)                                                                \
  *(void **)&library->name = dlsym(handle, #name);                                                       \
  if (!library->name) {                                                                                  \
    snprintf(error->message, sizeof error->message, "it has no function %s", #name);                     \
    return false;                                                                                        \
  }
  OV_FUNCTIONS(OV_FIND)
#undef OV_FIND
  *(void **)&library->last_error = dlsym(handle, "ov_get_last_err_msg");
  return true;
}

static void remember_version(cov_library *library) {
  ov_version version = {0};
  snprintf(library->version, sizeof library->version, "unknown");
  if (library->ov_get_openvino_version(&version) != 0) return;
  if (version.build_number) snprintf(library->version, sizeof library->version, "%s", version.build_number);
  library->ov_version_free(&version);
}

cov_library *cov_library_open(const char *path, cov_error *error) {
  void *handle = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (!handle) {
    explain_loader(path, error);
    return NULL;
  }
  cov_library *library = calloc(1, sizeof *library);
  if (!library || !find_functions(handle, library, error)) {
    free(library);
    return NULL;
  }
  remember_version(library);
  if (library->ov_core_create(&library->core) != 0) {
    snprintf(error->message, sizeof error->message, "it could not start");
    free(library);
    return NULL;
  }
  return library;
}

const char *cov_library_version(const cov_library *library) { return library->version; }
