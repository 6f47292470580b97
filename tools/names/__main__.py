"""Build all weights that find names anew: ``python tools/names``."""

import pathlib
import runpy
import sys

HERE = pathlib.Path(__file__).resolve().parent

for script in ("train.py", "foreign.py"):
    sys.argv[0] = str(HERE / script)
    runpy.run_path(sys.argv[0], run_name="__main__")
