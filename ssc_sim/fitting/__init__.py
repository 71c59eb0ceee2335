"""The fit to the figures of one year: targets, a reference table of simulated years, a posterior, and its checks."""
