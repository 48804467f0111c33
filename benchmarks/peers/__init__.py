"""The programs that `benchmarks.layout` stands beside: each makes the same paper its own way."""
