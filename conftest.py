"""Every test and notebook runs as a reader who has just arrived, whatever this machine has been used for."""

import os
import tempfile

_home = tempfile.TemporaryDirectory(prefix="bulkheads-tests-")  # removed when the test run ends

os.environ["BULKHEADS_PROGRESS"] = ":memory:"
os.environ["IPYTHONDIR"] = f"{_home.name}/ipython"
os.environ["JUPYTER_CONFIG_DIR"] = f"{_home.name}/jupyter"
os.environ["MATPLOTLIBRC"] = os.devnull  # nobody's settings, but the list of fonts is kept from run to run
os.environ.pop("MPLCONFIGDIR", None)
os.environ.pop("BULKHEADS_ALIAS", None)
os.environ.pop("BULKHEADS_FOLDER", None)
