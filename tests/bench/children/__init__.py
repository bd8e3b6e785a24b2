"""What runs in processes of its own: each prints one JSON value on its last line."""
