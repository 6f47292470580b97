"""``python -m extract.cli``."""

from extract.cli import main

if __name__ == "__main__":
    main()
