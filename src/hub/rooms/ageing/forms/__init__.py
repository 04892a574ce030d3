"""What people send to the room."""
