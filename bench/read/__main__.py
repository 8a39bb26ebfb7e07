"""Run the measures of `bench.read.measure`."""

from bench.read.measure import main

if __name__ == "__main__":
    main()
