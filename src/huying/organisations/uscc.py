"""The unified social credit code of GB 32100: 18 characters, the last one checks the others."""

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def check_character(first17: str) -> str:
    """Raises ValueError for a character outside the alphabet (I, O, S, V and Z are never used)."""
    total = sum(ALPHABET.index(char) * weight for char, weight in zip(first17, WEIGHTS, strict=True))
    return ALPHABET[(31 - total % 31) % 31]


def is_uscc(code: str) -> bool:
    """Two characters for the registering office and the kind, six digits of the place, nine of the body, one check."""
    if len(code) != 18 or any(char not in ALPHABET for char in code) or not code[2:8].isdigit():
        return False
    return check_character(code[:17]) == code[17]
