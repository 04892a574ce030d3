"""How ready a city is for an older population: the Active Ageing Index and the age-friendly indicators."""
