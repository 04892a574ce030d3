"""Charts, pages and the council brief of the room: words and drawings, no arithmetic of populations."""
