"""How sure a projection is: many possible futures of fertility, life expectancy and migration, carried through the ages."""
