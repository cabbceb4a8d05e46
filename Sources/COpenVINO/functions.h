#pragma once
// The functions of OpenVINO's C interface that are called, declared by ourselves (stable since release 2022.3).

#include <stddef.h>
#include <stdint.h>

typedef struct ov_core ov_core;
typedef struct ov_model ov_model;
typedef struct ov_compiled_model ov_compiled_model;
typedef struct ov_infer_request ov_infer_request;
typedef struct ov_tensor ov_tensor;

typedef struct ov_version {
  const char *build_number;
  const char *description;
} ov_version;

/// Goes by value.
typedef struct ov_shape {
  int64_t rank;
  int64_t *dims;
} ov_shape;

// Result, name, parameters. A result of 0 means success.
#define OV_FUNCTIONS(X)                                                                                        \
  X(int, ov_get_openvino_version, (ov_version *))                                                              \
  X(void, ov_version_free, (ov_version *))                                                                     \
  X(const char *, ov_get_error_info, (int))                                                                    \
  X(int, ov_core_create, (ov_core **))                                                                         \
  X(int, ov_core_read_model, (const ov_core *, const char *, const char *, ov_model **))                       \
  X(int, ov_core_read_model_from_memory_buffer,                                                                \
    (const ov_core *, const char *, size_t, const ov_tensor *, ov_model **))                                   \
  X(int, ov_core_compile_model,                                                                                \
    (const ov_core *, const ov_model *, const char *, size_t, ov_compiled_model **, ...))                      \
  X(void, ov_model_free, (ov_model *))                                                                         \
  X(void, ov_compiled_model_free, (ov_compiled_model *))                                                       \
  X(int, ov_compiled_model_create_infer_request, (const ov_compiled_model *, ov_infer_request **))             \
  X(void, ov_infer_request_free, (ov_infer_request *))                                                         \
  X(int, ov_infer_request_get_tensor, (const ov_infer_request *, const char *, ov_tensor **))                  \
  X(int, ov_infer_request_infer, (ov_infer_request *))                                                         \
  X(int, ov_tensor_set_shape, (ov_tensor *, ov_shape))                                                         \
  X(int, ov_tensor_get_shape, (const ov_tensor *, ov_shape *))                                                 \
  X(int, ov_tensor_get_byte_size, (const ov_tensor *, size_t *))                                               \
  X(int, ov_tensor_data, (const ov_tensor *, void **))                                                         \
  X(void, ov_tensor_free, (ov_tensor *))                                                                       \
  X(int, ov_shape_free, (ov_shape *))

// The detailed words of the last error: newer releases only.
typedef const char *(*ov_last_error)(void);

struct cov_library {
#define OV_MEMBER(result, name, parameters) result(*name) parameters;
  OV_FUNCTIONS(OV_MEMBER)
#undef OV_MEMBER
  ov_last_error last_error;
  ov_core *core;
  char version[80];
};
