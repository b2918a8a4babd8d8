"""Bold words that open a line which goes on: `**Why?** Because.`, `**Rotate**. Rotate …`."""

import re

OPENING = re.compile(r"(?:\*\*|__)([^*_]+?)(?:\*\*|__)[.:]?\s+(\S.*)$")
