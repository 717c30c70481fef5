"""How much experience a level takes."""


def level_of(xp: int) -> int:
    level = 0
    while xp >= 5 * level**2 + 50 * level + 100:
        xp -= 5 * level**2 + 50 * level + 100
        level += 1
    return level
