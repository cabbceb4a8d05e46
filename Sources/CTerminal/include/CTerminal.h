#pragma once
#include "ct_sixel.h"
