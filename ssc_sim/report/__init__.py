"""One page that a ministry can read: made from the stored tables of a results folder, in English or Indonesian."""
