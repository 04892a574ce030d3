"""From country to city: rates, migration, cohort ratios, official totals, the start of a projection, and what-ifs."""
