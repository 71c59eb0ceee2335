"""The dashboard: move a policy lever, and see the whole ensemble answer.

policy      what a visitor has chosen, and the scenario that it makes
answering   runs in the background; only the newest question is answered
answers     what a question is answered with, stage by stage
controls    what the page shows of each lever, from its declaration
facts       observed tables and shipped scenarios, read once
pictures    curves and trade-offs, of the pieces in `svg`
words       verdicts in words
countries   the recipients as tiles, and one of them alone
views       which outcomes are shown together
files       scenarios up and down, tables, the command that reproduces the screen
visit       one visitor: what was chosen, and what was answered
page        the page itself, and nothing that could be tested without it
serving     the server, on this machine alone unless told otherwise
"""
