"""What the documents expect of scenarios, held against what the scenarios do."""
