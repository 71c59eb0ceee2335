"""What everyone does in a year, written once: Mesa agents run it as it stands, the engine runs it compiled.

A behaviour reads and writes the columns of `tables`, calls rules and luck, and does nothing else: arithmetic,
comparisons and loops over elements. Powers, exponentials and logarithms live in rules. So both engines give the
same bits.
"""
