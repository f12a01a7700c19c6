"""What types of columns and of members of facts are called; others keep their own name."""

from typing import Any

from django.utils.translation import pgettext_lazy

TEXT, WHOLE = pgettext_lazy("dictionary", "文字"), pgettext_lazy("dictionary", "整数")
MOMENT, DAY = pgettext_lazy("dictionary", "时刻"), pgettext_lazy("dictionary", "日期")
TRUTH, PART = pgettext_lazy("dictionary", "是或否"), pgettext_lazy("dictionary", "小数")
RUNNING, REFERS = pgettext_lazy("dictionary", "序号"), pgettext_lazy("dictionary", "指向另一张表")
MAYBE = pgettext_lazy("dictionary", "可空")
TYPES: dict[str, Any] = {
    "CharField": TEXT, "SlugField": TEXT, "EmailField": TEXT, "TextField": pgettext_lazy("dictionary", "长文字"),
    "BooleanField": TRUTH, "DateField": DAY, "DateTimeField": MOMENT, "TimeField": pgettext_lazy("dictionary", "钟点"),
    "AutoField": RUNNING, "BigAutoField": RUNNING, "IntegerField": WHOLE, "BigIntegerField": WHOLE,
    "SmallIntegerField": WHOLE, "PositiveIntegerField": WHOLE, "PositiveSmallIntegerField": WHOLE,
    "PositiveBigIntegerField": WHOLE, "FloatField": PART, "DecimalField": PART,
    "JSONField": pgettext_lazy("dictionary", "结构"), "BinaryField": pgettext_lazy("dictionary", "字节"),
    "UUIDField": pgettext_lazy("dictionary", "唯一编码"), "ArrayField": pgettext_lazy("dictionary", "列表"),
    "ForeignKey": REFERS, "OneToOneField": REFERS, "str": TEXT, "int": WHOLE, "bool": TRUTH, "float": PART,
    "datetime": MOMENT, "date": DAY,
}  # fmt: skip
