"""The area tree with its history, boundaries, aliases, grids, buildings and population."""

import uuid

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F, Q, TextField, Value
from django.db.models.functions import Cast, Concat

from huying.territory.states import ALIAS_KINDS, CHANGES, LEVELS

DIVISION_CODE = r"^[1-9][0-9]{11}$"
GRID_CODE = r"^[1-9][0-9]{14}([0-9]{2})?$"
ESTATE_CODE = r"^[1-9][0-9]{11}X[0-9]{3}$"
BUILDING_CODE = r"^[1-9][0-9]{16}$"
SLASH = Value("/", output_field=TextField())


class Area(models.Model):
    """One place of the tree, as it is today. `path` holds the ids from the root down to itself: "/1/15/320/".

    An area that was merged away stays in the tree below its successor, so that what was kept under it counts there.
    """

    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children", db_index=False)
    path = models.TextField()
    level = models.CharField(max_length=10)
    kind = models.CharField(max_length=16)
    code = models.CharField(max_length=17)
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=120)
    sort_key = models.CharField(max_length=240, db_collation="C")
    since = models.DateField(help_text="From when name, parent and code are as they stand here.")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    sketch = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(OpClass(F("path"), "text_pattern_ops"), name="area_path"),
            models.Index(fields=["parent", "sort_key", "id"], name="area_children"),
            models.Index(fields=["name"], name="area_name"),
            models.Index(fields=["short_name"], name="area_short_name"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["code", "level"], condition=Q(valid_to=None), name="area_code_once"),
            models.CheckConstraint(condition=Q(level__in=list(LEVELS)), name="area_level_known"),
            models.CheckConstraint(
                condition=Q(path__endswith=Concat(SLASH, Cast("id", TextField()), SLASH)),
                name="area_path_ends_with_itself",
            ),
            models.CheckConstraint(
                condition=Q(level="grid", code__regex=GRID_CODE)
                | Q(level="estate", code__regex=ESTATE_CODE)
                | Q(level="building", code__regex=BUILDING_CODE)
                | (~Q(level__in=["grid", "estate", "building"]) & Q(code__regex=DIVISION_CODE)),
                name="area_code_well_formed",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="area_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FormerArea(models.Model):
    """How an area stood until a change: its name, parent and code between two days (`until` is not included)."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="former")
    parent = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+")
    code = models.CharField(max_length=17, db_index=True)
    name = models.CharField(max_length=120)
    since = models.DateField()
    until = models.DateField(db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="former_area_ends_after_it_begins"),
        ]


class AreaChange(models.Model):
    """One decision about one area, with its day and reason."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=10)
    on = models.DateField()
    reason = models.TextField()
    document_no = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()
    by = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["area", "on"], name="area_change_of")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(CHANGES)), name="area_change_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="area_change_has_a_reason"),
        ]


class Succession(models.Model):
    """After this change, what the old area was is (partly) the new one."""

    change = models.ForeignKey(AreaChange, models.PROTECT, related_name="successions")
    old = models.ForeignKey(Area, models.PROTECT, related_name="successions_from")
    new = models.ForeignKey(Area, models.PROTECT, related_name="successions_to")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["change", "old", "new"], name="succession_once"),
            models.CheckConstraint(condition=~Q(old=F("new")), name="succession_of_another"),
        ]


class Boundary(models.Model):
    """The outline of an area for a time, as GeoJSON in CGCS2000. A sketch is not a legal boundary and says so."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="boundaries")
    geometry = models.JSONField()
    source = models.CharField(max_length=200, blank=True)
    src_crs = models.CharField(max_length=10, default="cgcs2000")
    accuracy_m = models.FloatField(null=True, blank=True)
    sketch = models.BooleanField(default=False)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "boundaries"
        constraints = [
            models.UniqueConstraint(fields=["area"], condition=Q(valid_to=None), name="boundary_once"),
        ]


class Alias(models.Model):
    """Another name by which people know an area, or a road (with house numbers from–to) that lies in it."""

    area = models.ForeignKey(Area, models.CASCADE, related_name="aliases")
    text = models.CharField(max_length=120, db_index=True)
    kind = models.CharField(max_length=8, default="alias")
    number_from = models.PositiveIntegerField(null=True, blank=True)
    number_to = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "aliases"
        constraints = [
            models.UniqueConstraint(
                fields=["area", "text", "kind", "number_from"], nulls_distinct=False, name="alias_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=list(ALIAS_KINDS)), name="alias_kind_known"),
            models.CheckConstraint(
                condition=Q(number_from=None, number_to=None) | Q(kind="road", number_to__gte=F("number_from")),
                name="alias_numbers_in_order",
            ),
        ]


class LearnedPlace(models.Model):
    """What residents call a place, learned from a guess that intake put right. Never more than a building's estate.

    It counts while it is not undone; taken back or used again by those who keep the area, with the reason beside it.
    """

    area = models.ForeignKey(Area, models.CASCADE, related_name="learned_places")
    text = models.CharField(max_length=40)
    weight = models.PositiveSmallIntegerField(default=1)
    origin_id = models.BigIntegerField(help_text="The thing that was put right; cases know which.")
    learned_at = models.DateTimeField()
    last_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["text", "area"], name="learned_place_once"),
            models.CheckConstraint(condition=Q(weight__gte=1), name="learned_place_has_weight"),
        ]
        indexes = [models.Index(fields=["-last_at", "-id"], name="learned_place_newest")]


class GridDuty(models.Model):
    """What must be public about a grid and kept current, and its size."""

    area = models.OneToOneField(Area, models.CASCADE, related_name="grid_duty")
    contact_office = models.CharField(max_length=120, blank=True)
    contact_phone = models.CharField(max_length=30, blank=True)
    complaint_phone = models.CharField(max_length=30, blank=True)
    households = models.PositiveIntegerField(null=True, blank=True)
    residents = models.PositiveIntegerField(null=True, blank=True)
    current_on = models.DateField(null=True, blank=True)


class GridSizeRule(models.Model):
    """How big a grid of one kind should be from a day on; outside the band there is an alert, never a refusal."""

    kind = models.CharField(max_length=16, default="base")
    households_min = models.PositiveIntegerField()
    households_max = models.PositiveIntegerField()
    residents_max = models.PositiveIntegerField()
    valid_from = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "valid_from"], name="grid_size_rule_once"),
            models.CheckConstraint(
                condition=Q(households_max__gte=F("households_min")), name="grid_size_band_in_order"
            ),
        ]


class Building(models.Model):
    """What is known about a building: its number as people say it, units and storeys."""

    area = models.OneToOneField(Area, models.CASCADE, related_name="building")
    number = models.CharField(max_length=20)
    units = models.PositiveSmallIntegerField(null=True, blank=True)
    storeys = models.PositiveSmallIntegerField(null=True, blank=True)


class Population(models.Model):
    """Permanent population of an area in a year; it comes from outside and is the divisor of rates."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="populations")
    year = models.PositiveSmallIntegerField()
    permanent = models.PositiveIntegerField()
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "year"], name="population_once")]


class DivisionImport(models.Model):
    """One run of the import of the national division files that changed something."""

    as_of = models.DateField()
    fingerprint = models.CharField(max_length=64)
    created = models.PositiveIntegerField()
    renamed = models.PositiveIntegerField()
    at = models.DateTimeField()


class Jurisdiction(models.Model):
    """The one area that this deployment serves."""

    only = models.BooleanField(default=True, unique=True)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(only=True), name="one_jurisdiction")]


class TerritoryVersion(models.Model):
    """A fresh token with each change, so that what a process keeps in memory is never served stale."""

    only = models.BooleanField(default=True, unique=True)
    token = models.UUIDField(default=uuid.uuid4)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(only=True), name="one_territory_version")]


class BoundaryDraft(models.Model):
    """A file of boundaries that somebody uploaded and is looking at; nothing of it counts until it is imported."""

    content = models.JSONField()
    name = models.CharField(max_length=200)
    crs = models.CharField(max_length=10)
    source = models.CharField(max_length=200)
    sketch = models.BooleanField(default=False)
    by = models.BigIntegerField()
    at = models.DateTimeField()
