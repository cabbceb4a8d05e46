#pragma once
#include "TerminalControl.h"
#include "ct_sixel.h"
