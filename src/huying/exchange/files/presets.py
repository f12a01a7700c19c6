"""Mappings to begin with: the columns that 12345 platforms and city management (GB/T 30428) usually write."""

from huying.exchange.files.mapping import Mapping

STATES = {
    "已办结": "closed",
    "办结": "closed",
    "已结案": "closed",
    "结案": "closed",
    "在办": "open",
    "处理中": "open",
    "办理中": "open",
    "待受理": "open",
}
KINDS = {
    "咨询": "enquiry",
    "求助": "help",
    "投诉": "complaint",
    "举报": "report",
    "建议": "suggestion",
    "表扬": "praise",
}
OUTCOMES = {
    "已解决": "solved",
    "解决": "solved",
    "解释说明": "explained",
    "不予受理": "not_accepted",
    "撤回": "withdrawn",
    "直接答复": "answered",
}
SOLVED = {
    "是": "yes",
    "已解决": "yes",
    "解决": "yes",
    "部分解决": "partly",
    "否": "no",
    "未解决": "no",
    "未评价": "none",
}
SATISFIED = {"满意": "yes", "非常满意": "yes", "基本满意": "mostly", "不满意": "no", "未评价": "none"}
"""“none”: nobody was asked, or did not answer."""
HOTLINE = Mapping(
    columns={
        "number": ["工单编号"],
        "category": ["诉求类别"],
        "area": ["所属区划"],
        "words": ["诉求内容"],
        "title": ["诉求标题"],
        "kind": ["诉求性质"],
        "place": ["诉求地址"],
        "name": ["诉求人"],
        "phone": ["联系电话"],
        "body": ["承办单位"],
        "state": ["工单状态"],
        "outcome": ["办理结果"],
        "answer": ["答复内容"],
        "filed_at": ["受理时间"],
        "dispatched_at": ["派单时间"],
        "signed_at": ["签收时间"],
        "finished_at": ["办结时间"],
        "due_at": ["办理期限"],
        "closed_at": ["归档时间"],
        "solved": ["是否解决"],
        "satisfied": ["是否满意"],
    },
    values={"state": STATES, "kind": KINDS, "outcome": OUTCOMES, "solved": SOLVED, "satisfied": SATISFIED},
    usual={"kind": "complaint", "outcome": "solved"},
)
CITY = Mapping(
    columns={
        "number": ["案卷号"],
        "category": ["大类", "小类"],
        "area": ["单元网格"],
        "words": ["问题描述"],
        "place": ["地址"],
        "component": ["部件标识码"],
        "lon": ["经度"],
        "lat": ["纬度"],
        "body": ["专业部门"],
        "state": ["案卷状态"],
        "filed_at": ["上报时间"],
        "accepted_at": ["立案时间"],
        "dispatched_at": ["派遣时间"],
        "finished_at": ["处置完成时间"],
        "due_at": ["处置时限"],
        "closed_at": ["结案时间"],
    },
    values={"state": STATES},
    usual={"kind": "complaint", "outcome": "solved"},
    category_scheme="city",
)
PRESETS = {"12345": HOTLINE, "city": CITY}
