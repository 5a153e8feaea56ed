"""What a dispatch says of itself: front matter, side files, and what its text claims."""
