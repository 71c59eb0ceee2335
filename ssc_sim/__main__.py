"""`python -m ssc_sim` is `ssc-sim`."""

from ssc_sim.cli import main

main()
