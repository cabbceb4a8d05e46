#pragma once
#include "TerminalControl.h"
