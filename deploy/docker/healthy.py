"""Exit 0 when the web or worker process of this container says that it is ready (ports 8000 and 9100), 1 otherwise."""

import sys
from http.client import HTTPConnection, HTTPException

for port in (8000, 9100):
    try:
        connection = HTTPConnection("127.0.0.1", port, timeout=4)
        connection.request("GET", "/readyz")
        status = connection.getresponse().status
    except ConnectionRefusedError:
        continue  # the other process's port
    except (OSError, HTTPException) as error:
        sys.exit(f"port {port}: {error}")
    sys.exit(0 if status == 200 else f"port {port}: /readyz says {status}")
sys.exit("nothing listens on port 8000 or 9100")
