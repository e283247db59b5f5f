"""The codes of the BCT Taxonomy v1 (Michie et al. 2013): 93 techniques in 16 groups."""

_IN_GROUP = (9, 7, 3, 4, 6, 3, 8, 7, 3, 11, 4, 6, 5, 10, 4, 3)

CODES = frozenset(f"{group}.{number}" for group, most in enumerate(_IN_GROUP, 1) for number in range(1, most + 1))
