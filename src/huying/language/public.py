"""What contexts above may ask of the words: what a text is like, and to learn from what people confirm."""

from huying.language.actions import forget, learn
from huying.language.answers import Hint, answer_hints
from huying.language.classifier import Choice, Suggestion
from huying.language.coldstart import ClassWords
from huying.language.likeness import alike, bands, grams, shared_words, sketch, sketch_of
from huying.language.private import Span, mask, may_tell_numbers, private_spans
from huying.language.queries import suggest
from huying.language.schemes import register_scheme

__all__ = [
    "Choice", "ClassWords", "Hint", "Span", "Suggestion", "alike", "answer_hints", "bands", "forget", "grams",
    "learn", "mask", "may_tell_numbers", "private_spans", "register_scheme", "shared_words", "sketch", "sketch_of",
    "suggest",
]  # fmt: skip
