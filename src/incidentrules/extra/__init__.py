"""What needs another package installed: each module here says which."""
