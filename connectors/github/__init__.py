"""GitHub, on github.com and on Enterprise hosts."""
