"""How long a first redraw takes: computed on the server, and shown in a real browser, once warm.

    python tests/benchmarks/dashboard.py [MOVES]

A slider is released at another value each time, so nothing is found among what has been run. Time is told as measured
on this machine, with whatever else it does.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))
from chromium import chromium
from dashboard_server import served

DRAWN = "document.querySelectorAll('.ssc-curves .ssc-panel svg').length > 5"
#: All stages of an answer have come, what a million more does included.
IDLE = """
  !document.querySelector('.ssc-status').innerText.includes('…')
  && document.querySelector('.ssc-million').innerText.includes('takes')
"""
RELEASE = """
  (async () => {
    const answer = () => document.querySelector('.ssc-answer').dataset.first;
    const frame = () => new Promise((next) => requestAnimationFrame(next));
    const slider = document.getElementById('lever-technical_share');
    const before = answer(), began = performance.now();
    slider.value = %s;
    slider.dispatchEvent(new Event('change', {bubbles: true}));
    while (answer() === before) await frame();
    await frame();
    return [performance.now() - began, 1000 * Number(answer())];
  })()
"""


def main(moves: int) -> None:
    """Print both times, in milliseconds: median, and the range of all moves."""
    with served() as address, chromium() as new:
        tab = new()
        tab.open(address)
        tab.wait(DRAWN)
        tab.wait(IDLE, 600)
        tab.run(RELEASE % 0.5)
        measured = []
        for move in range(moves):
            tab.wait(IDLE, 600)
            measured.append(tab.run(RELEASE % (0.05 * (move % 9))))
    print(f"{moves} moves of one lever, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    for name, times in zip(("shown", "computed"), zip(*measured, strict=True), strict=True):
        print(f"{name:>9}: median {median(times):4.0f} ms, {min(times):4.0f} to {max(times):4.0f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 8)
