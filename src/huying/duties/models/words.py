"""Which columns can be found by words. An index and every question name the same ones, in this order."""

DOC_COLUMNS = ("title", "no", "approved_by", "basis_file")
ITEM_COLUMNS = (
    "title", "code", "lead_duty", "street_duty", "community_part", "boundary_case", "joint_trigger", "exemption",
    "filing_standard", "closing_standard", "escalation", "basis", "material", "paying_body",
)  # fmt: skip
KNOWLEDGE_COLUMNS = ("question", "answer", "source")
