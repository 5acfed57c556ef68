"""`python -m kesu_common.cli`."""

from kesu_common.cli.main import main

main()
