"""Putting things in order without memory of its own: the row of a tie is also a place."""

from ssc_sim.compiled import compiled


@compiled
def take_place(place, key, winner) -> None:
    """Somebody takes a place, at some time."""
    place.ranked = key
    place.who = float(winner.index)


@compiled
def latest_place(ties, places):
    """The one of the first places whose winner came last: the next to change hands."""
    latest, time = 0, ties[0].ranked
    for place in range(1, places):
        latest = place if ties[place].ranked > time else latest
        time = max(time, ties[place].ranked)
    return latest


@compiled
def line_up(ties, size) -> None:
    """Who comes first stands first: a heap of some size, in which nobody comes before the one above."""
    for root in range(size - 1, -1, -1):
        sink(ties, root, size)


@compiled
def sink(ties, root, size) -> None:
    """The one at a place of the heap goes behind all below it that come earlier."""
    time, who = ties[root].ranked, ties[root].who
    child = 2 * root + 1
    while child < size:
        if child + 1 < size and ties[child + 1].ranked < ties[child].ranked:
            child += 1
        if ties[child].ranked >= time:
            break
        ties[root].ranked, ties[root].who = ties[child].ranked, ties[child].who
        root = child
        child = 2 * root + 1
    ties[root].ranked, ties[root].who = time, who


@compiled
def put_in_order(ties) -> None:
    """All rows in rising order of their shares, from the order of last year, which is soon mended (insertion sort)."""
    for unsorted in range(1, len(ties)):
        row, place = ties[unsorted].in_order, unsorted
        share = ties[int(row)].share
        while place > 0 and ties[int(ties[place - 1].in_order)].share > share:
            ties[place].in_order = ties[place - 1].in_order
            place -= 1
        ties[place].in_order = row
