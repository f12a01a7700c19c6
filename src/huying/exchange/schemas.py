"""What exchange says on the wire to administrators' programs."""

from datetime import datetime

from ninja import Field, Schema

from huying.kernel.schemas import Strict


class AttributeIn(Strict):
    """A question that apps ask about a kind of matter."""

    category_code: str = Field(max_length=6)
    code: str = Field(max_length=24)
    description: str = Field(max_length=120)
    datatype: str = Field("string", max_length=16)
    required: bool = False
    variable: bool = True
    hint: str = Field("", max_length=120)
    choices: list[tuple[str, str]] = Field(default=[], max_length=100)
    reason: str = Field(max_length=300)


class AttributeOut(Schema):
    """A question as it is asked now."""

    id: int
    category_code: str
    code: str
    datatype: str
    required: bool
    variable: bool
    description: str
    hint: str
    choices: list[tuple[str, str]]
    since: datetime


class ExchangeReasonIn(Strict):
    """Why."""

    reason: str = Field(max_length=300)
