"""What charts of one kind share: axes, names and legends, and the marks that their rows put on them."""
