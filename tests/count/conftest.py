"""Let the tests of figures find the tables of the peers."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
