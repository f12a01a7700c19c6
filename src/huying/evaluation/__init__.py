"""What is counted and what it means: lines kept from the journal, definitions with a version, values with intervals."""
