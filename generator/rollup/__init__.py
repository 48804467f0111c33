"""Roll-up 汇总: sums, shares, ranks and changes over what the units of a roster reported."""
