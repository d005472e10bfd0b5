"""`python -m newsgrep` and the `newsgrep` command."""
