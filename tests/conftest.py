"""Tests find their own helpers by name, and see a terminal of no set width, as one does that runs them by hand."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
os.environ.pop("COLUMNS", None)  # set where several processes share the tests
