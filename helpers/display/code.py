"""Show a function's code in a lesson without its docstring, which the prose around it replaces."""

import ast
import inspect
import textwrap


def source(function):
    """Return the source code of a function without its docstring.

    Parameters
    ----------
    function : function

    Returns
    -------
    str

    Examples
    --------
    >>> print(source(source).splitlines()[0])
    def source(function):
    """
    code = textwrap.dedent(inspect.getsource(function))
    body = ast.parse(code).body[0].body
    if not ast.get_docstring(ast.parse(code).body[0]):
        return code.rstrip("\n")
    lines = code.splitlines()
    return "\n".join(lines[: body[0].lineno - 1] + lines[body[0].end_lineno :])
