"""The cohort-component projection by single and by five-year ages, and raking to official totals."""
