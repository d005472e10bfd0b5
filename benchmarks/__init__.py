"""newsgrep beside its peers, on the same articles, in one run, in turns. README.md here says what is measured."""
