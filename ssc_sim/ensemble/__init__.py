"""Many replicates: what is asked for, how it runs in chunks anywhere, and how chunks become a results folder."""
