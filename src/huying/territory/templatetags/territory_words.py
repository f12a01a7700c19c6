"""Levels, kinds and changes in words."""

from django import template

from huying.territory import states as s

register = template.Library()


@register.simple_tag
def level_name(level: str) -> str:
    return str(s.LEVELS.get(level, level))


@register.simple_tag
def change_name(kind: str) -> str:
    return str(s.CHANGES.get(kind, kind))


@register.simple_tag
def alias_name(kind: str) -> str:
    return str(s.ALIAS_KINDS.get(kind, kind))
