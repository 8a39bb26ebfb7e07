"""Compile the inner loops, and keep what was compiled where that is possible."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(function: Function) -> Function:
    """Compile a function of numbers and arrays; it lets other threads run meanwhile.

    The compiled code is cached on disk beside the module or in the user's cache; where neither can be
    written (a read-only installation) it is compiled anew in each run.
    """
    try:
        return cast("Function", numba.njit(cache=True, nogil=True, error_model="numpy")(function))
    except RuntimeError:
        return cast("Function", numba.njit(nogil=True, error_model="numpy")(function))
