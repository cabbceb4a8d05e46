#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "COpenVINO.h"
#include "functions.h"

struct cov_session {
  const cov_library *library;
  ov_compiled_model *model;
  ov_infer_request *request;
};

static bool explain(const cov_library *library, int status, cov_error *error) {
  const char *words = library->last_error ? library->last_error() : NULL;
  if (!words || !*words) words = library->ov_get_error_info(status);
  snprintf(error->message, sizeof error->message, "%s", words ? words : "unknown error");
  return false;
}

static int compile(const cov_library *library, const ov_model *model, cov_options options, ov_compiled_model **compiled) {
  char threads[16];
  snprintf(threads, sizeof threads, "%d", options.threads);
  if (options.threads <= 0)
    return library->ov_core_compile_model(library->core, model, "CPU", 4, compiled, "INFERENCE_PRECISION_HINT",
                                          options.precision, "PERFORMANCE_HINT", "LATENCY");
  return library->ov_core_compile_model(library->core, model, "CPU", 6, compiled, "INFERENCE_PRECISION_HINT",
                                        options.precision, "PERFORMANCE_HINT", "LATENCY", "INFERENCE_NUM_THREADS",
                                        threads);
}

// Takes the model over.
static cov_session *opened(const cov_library *library, ov_model *model, cov_options options, cov_error *error) {
  cov_session *session = calloc(1, sizeof *session);
  if (!session) {
    snprintf(error->message, sizeof error->message, "out of memory");
    library->ov_model_free(model);
    return NULL;
  }
  session->library = library;
  int status = compile(library, model, options, &session->model);
  library->ov_model_free(model);
  if (status == 0) status = library->ov_compiled_model_create_infer_request(session->model, &session->request);
  if (status == 0) return session;
  explain(library, status, error);
  cov_session_close(session);
  return NULL;
}

cov_session *cov_session_open_file(const cov_library *library, const char *path, cov_options options, cov_error *error) {
  ov_model *model = NULL;
  int status = library->ov_core_read_model(library->core, path, NULL, &model);
  if (status == 0) return opened(library, model, options, error);
  explain(library, status, error);
  return NULL;
}

cov_session *cov_session_open_bytes(const cov_library *library, const uint8_t *bytes, size_t count, cov_options options,
                                    cov_error *error) {
  ov_model *model = NULL;
  int status =
      library->ov_core_read_model_from_memory_buffer(library->core, (const char *)bytes, count, NULL, &model);
  if (status == 0) return opened(library, model, options, error);
  explain(library, status, error);
  return NULL;
}

void cov_session_close(cov_session *session) {
  if (session->request) session->library->ov_infer_request_free(session->request);
  if (session->model) session->library->ov_compiled_model_free(session->model);
  free(session);
}

static bool fill(const cov_library *library, ov_tensor *tensor, ov_shape shape, const uint8_t *bytes, size_t count,
                 cov_error *error) {
  size_t room = 0;
  void *data = NULL;
  int status = library->ov_tensor_set_shape(tensor, shape);
  if (status == 0) status = library->ov_tensor_get_byte_size(tensor, &room);
  if (status == 0 && room != count) {
    snprintf(error->message, sizeof error->message, "the model takes %zu bytes of that shape, %zu were given", room,
             count);
    return false;
  }
  if (status == 0) status = library->ov_tensor_data(tensor, &data);
  if (status != 0) return explain(library, status, error);
  if (count) memcpy(data, bytes, count);
  return true;
}

bool cov_session_feed(cov_session *session, const char *name, const int64_t *dims, int32_t rank, const uint8_t *bytes,
                      size_t count, cov_error *error) {
  const cov_library *library = session->library;
  ov_tensor *tensor = NULL;
  int status = library->ov_infer_request_get_tensor(session->request, name, &tensor);
  if (status != 0) return explain(library, status, error);
  ov_shape shape = {rank, (int64_t *)dims};
  bool is_fed = fill(library, tensor, shape, bytes, count, error);
  library->ov_tensor_free(tensor);
  return is_fed;
}

bool cov_session_run(cov_session *session, cov_error *error) {
  int status = session->library->ov_infer_request_infer(session->request);
  return status == 0 || explain(session->library, status, error);
}

static int look(const cov_library *library, ov_tensor *handle, cov_tensor *tensor) {
  ov_shape shape = {0};
  int status = library->ov_tensor_get_shape(handle, &shape);
  if (status != 0) return status;
  tensor->rank = shape.rank <= 16 ? (int32_t)shape.rank : 0;
  for (int32_t i = 0; i < tensor->rank; i++) tensor->dims[i] = shape.dims[i];
  library->ov_shape_free(&shape);
  status = library->ov_tensor_get_byte_size(handle, &tensor->byte_count);
  void *data = NULL;
  if (status == 0) status = library->ov_tensor_data(handle, &data);
  tensor->data = data;
  return status;
}

void *cov_session_output(cov_session *session, const char *name, cov_tensor *tensor, cov_error *error) {
  ov_tensor *handle = NULL;
  int status = session->library->ov_infer_request_get_tensor(session->request, name, &handle);
  if (status == 0) status = look(session->library, handle, tensor);
  if (status == 0) return handle;
  explain(session->library, status, error);
  if (handle) session->library->ov_tensor_free(handle);
  return NULL;
}

void cov_output_free(const cov_session *session, void *handle) { session->library->ov_tensor_free(handle); }
