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


class CategoryWordsIn(Strict):
    """Their word → our code ("" takes a choice back); of several words for one code, those to use when cases leave."""

    words: dict[str, str] = Field(max_length=500)
    outward: list[str] = Field(default=[], max_length=500)
    reason: str = Field(max_length=300)


class CategoryWordOut(Schema):
    """What another system calls a kind of matter, and which of ours that is; "" until somebody chose."""

    word: str
    code: str
    outward: bool
    seen: int


class ExchangeReasonIn(Strict):
    """Why."""

    reason: str = Field(max_length=300)


class SourceIn(Strict):
    """What the columns of another system mean; see the page for the fields."""

    code: str = Field(pattern=r"^[-a-zA-Z0-9_]{1,40}$")
    name: str = Field(max_length=60)
    columns: dict[str, list[str]]
    values: dict[str, dict[str, str]] = {}
    usual: dict[str, str] = {}
    formats: list[str] = Field(default=["%Y-%m-%d %H:%M:%S", "%Y-%m-%d"], max_length=20)
    zone: str = Field("Asia/Shanghai", max_length=40)
    encoding: str = Field("", max_length=10)
    crs: str = Field("wgs84", max_length=8)
    live_days: int = Field(30, ge=0, le=365)
    category_scheme: str = Field("", pattern="^(city)?$")
    reason: str = Field(max_length=300)


class SourceOut(Schema):
    """A source."""

    code: str
    name: str
    version: int


class SamenessIn(Strict):
    """Whether it is the same matter, and why one thinks so."""

    same: bool
    reason: str = Field(max_length=300)


class WebhookIn(Strict):
    """Whom to tell of what."""

    name: str = Field(max_length=60)
    address: str = Field(max_length=300)
    codes: list[str] = Field(max_length=200)
    area_id: int | None = Field(None, ge=1, lt=2**63)
    language: str = Field("zh-hans", max_length=7)
    reason: str = Field(max_length=300)


class WebhookSecretOut(Schema):
    """The secret is shown this one time."""

    id: int
    secret: str


class ReplayIn(Strict):
    """One stuck message, or all."""

    sending_id: int | None = Field(None, ge=1, lt=2**63)
    reason: str = Field(max_length=300)
