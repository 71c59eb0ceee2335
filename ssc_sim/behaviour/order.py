"""Putting numbers in order without memory of its own: the row of a tie is also a place."""

from math import inf

from ssc_sim.compiled import compiled


@compiled
def open_places(ties, places) -> None:
    """Nobody has yet taken one of the first places."""
    for place in range(places):
        ties[place].ranked = inf


@compiled
def take_place(ties, places, key) -> None:
    """A key takes its place among the smallest, and the last of them drops out."""
    place = places - 1
    if key < ties[place].ranked:
        while place > 0 and ties[place - 1].ranked > key:
            ties[place].ranked = ties[place - 1].ranked
            place -= 1
        ties[place].ranked = key


@compiled
def put_in_order(ties) -> None:
    """All places in rising order: a heap, whose largest is moved behind it again and again (heap sort)."""
    for root in range(len(ties) - 1, -1, -1):
        sink(ties, root, len(ties))
    for last in range(len(ties) - 1, 0, -1):
        largest = ties[0].ranked
        ties[0].ranked = ties[last].ranked
        ties[last].ranked = largest
        sink(ties, 0, last)


@compiled
def sink(ties, root, size) -> None:
    """A number sinks below every larger one of its heap."""
    sinking = ties[root].ranked
    child = 2 * root + 1
    while child < size:
        if child + 1 < size and ties[child + 1].ranked > ties[child].ranked:
            child += 1
        if ties[child].ranked <= sinking:
            break
        ties[root].ranked = ties[child].ranked
        root = child
        child = 2 * root + 1
    ties[root].ranked = sinking
