"""What matters and why: sensitivity, the worth of information, tie points, ablation; explanation, discovery, choice."""
