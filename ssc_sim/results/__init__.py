"""The results folder: what is in it, how it is written whole or not at all, and what it must hold to be read."""
