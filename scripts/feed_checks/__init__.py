"""The checkers of scripts/check-feeds."""
