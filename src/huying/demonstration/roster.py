"""Who lives in the demonstration district: bodies of every kind and a cast of named accounts, all made up."""

from dataclasses import dataclass

DEPARTMENTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("鼓楼区城市运行管理指挥中心", ("command_centre", "special_meeting")),
    ("鼓楼区住房和建设局", ("housing",)),
    ("鼓楼区城市管理局", ("urban_management",)),
    ("鼓楼区环境卫生管理所", ("sanitation",)),
    ("鼓楼区路灯管理所", ("street_lighting",)),
    ("鼓楼区排水管理所", ("drainage",)),
    ("鼓楼区园林绿化管理中心", ("greening",)),
    ("鼓楼区自然资源和规划分局", ("land",)),
    ("鼓楼区交通运输服务中心", ("transport",)),
    ("鼓楼区水务局", ("water_affairs",)),
    ("鼓楼生态环境局", ("environment",)),
    ("鼓楼区应急管理局", ("emergency",)),
    ("鼓楼区消防救援大队", ("fire",)),
    ("鼓楼公安分局", ("public_security",)),
    ("鼓楼公安分局交警大队", ("traffic_police",)),
    ("鼓楼区市场监督管理局", ("market_regulation", "drug_regulation")),
    ("鼓楼区行政审批局", ("approval",)),
    ("鼓楼区工业和信息化局", ("industry", "telecom_regulation")),
    ("鼓楼区发展和改革委员会", ("development",)),
    ("鼓楼区商务局", ("commerce",)),
    ("鼓楼区教育局", ("education",)),
    ("鼓楼区文化和旅游局", ("culture",)),
    ("鼓楼区体育局", ("sports",)),
    ("鼓楼区卫生健康委员会", ("health",)),
    ("鼓楼区疾病预防控制中心", ("disease_control",)),
    ("鼓楼区医疗保障分局", ("medical_insurance",)),
    ("鼓楼区民政局", ("civil_affairs",)),
    ("鼓楼区退役军人事务局", ("veterans",)),
    ("鼓楼区人力资源和社会保障局", ("labour",)),
    ("鼓楼区司法局", ("justice",)),
    ("鼓楼区纪检监察机关信访室", ("discipline",)),
    ("鼓楼区编制委员会办公室", ("legislation_and_posts",)),
)
"""County departments and their functions, by code."""

OTHERS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("U10", "秦淮水务供水服务公司（演示）", ("water_company",)),
    ("U10", "江畔供电服务公司（演示）", ("power_company",)),
    ("U10", "港山燃气服务公司（演示）", ("gas_company",)),
    ("U10", "北岸供热服务公司（演示）", ("heating_company",)),
    ("U10", "云联通信服务公司（演示）", ("telecom_company",)),
    ("N30", "呼应平台运营组（演示）", ("platform",)),
    ("Q10", "鼓楼区残疾人联合会", ("disabled",)),
    ("Q10", "鼓楼区总工会", ()),
    ("Q10", "共青团鼓楼区委员会", ()),
    ("Q10", "鼓楼区妇女联合会", ()),
)
"""Kind, name and functions of other bodies of the whole district."""

STREET_BODIES: tuple[tuple[str, str, tuple[str, ...], str], ...] = (
    ("G10", "城管中队", ("urban_management",), "鼓楼区城市管理局"),
    ("G10", "派出所", ("public_security",), "鼓楼公安分局"),
    ("G10", "市场监管所", ("market_regulation",), "鼓楼区市场监督管理局"),
    ("G10", "司法所", ("justice_office",), "鼓楼区司法局"),
    ("G10", "社区卫生服务中心", ("community_health",), "鼓楼区卫生健康委员会"),
)
"""Kind, ending of the name, functions and line parent of what serves each street."""

COMMITTEE = "中共鼓楼区委员会"
STREET, COMMUNITY = "宁海路街道", "颐和路社区居委会"
"""Where the first calls are."""

ONE_OF_EACH: tuple[tuple[str, str, str, str, tuple[str, ...]], ...] = (
    ("P15", "中共滨江片区工作委员会", "鼓楼区", COMMITTEE, ()),
    ("P31", "天津新村社区综合党委", "天津新村社区居委会", "中共宁海路街道工作委员会", ()),
    ("P32", "颐和路社区大党委", COMMUNITY, "中共颐和路社区委员会", ()),
    ("P45", "颐和路社区日间照料中心党支部", COMMUNITY, "中共颐和路社区委员会", ()),
    ("P50", "颐和路社区一号院党小组", COMMUNITY, "中共颐和路社区委员会", ()),
    ("P50", "颐和路社区二号院党小组", COMMUNITY, "中共颐和路社区委员会", ()),
    ("P60", "颐和路社区一号院中心户", COMMUNITY, "颐和路社区一号院党小组（演示）", ()),
    ("P71", "宁海路街道私营企业联合党支部", STREET, "中共宁海路街道工作委员会", ()),
    ("P72", "个体劳动者协会党支部", "鼓楼区", "鼓楼区市场监督管理局", ()),
    ("P75", "山西路商圈党委", "鼓楼区", COMMITTEE, ()),
    ("P70", "山西路书店党支部", STREET, "山西路商圈党委（演示）", ()),
    ("P80", "供水服务公司党支部", "鼓楼区", "秦淮水务供水服务公司（演示）", ()),
    ("P90", "宁海路街道流动党员党支部", STREET, "中共宁海路街道工作委员会", ()),
    ("R11", "颐和路社区第一居民小组", COMMUNITY, COMMUNITY, ()),
    ("R11", "颐和路社区第二居民小组", COMMUNITY, COMMUNITY, ()),
    ("R13", "颐和路社区居务监督委员会", COMMUNITY, COMMUNITY, ()),
    ("N10", "鼓楼区邻里互助促进会", "鼓楼区", "", ()),
    ("N11", "颐和路社区合唱队", COMMUNITY, COMMUNITY, ()),
    ("N20", "颐和路社区志愿服务队", COMMUNITY, COMMUNITY, ("volunteer_team",)),
    ("N31", "宁海路街道骑手驿站", STREET, "宁海路街道办事处", ()),
    ("H10", "云南路便民修理铺", STREET, "", ()),
    ("L10", "颐和路社区联系点", COMMUNITY, COMMITTEE, ()),
)
"""Kind, name, place, line parent and functions of what else a district has; each name says that it is made up."""

PROPERTY_FIRMS = ("安居里物业（演示）", "青禾物业（演示）", "云锦物业（演示）", "和畅物业（演示）", "石城物业（演示）")

UNIT_KINDS = (
    "第一小学", "中学", "幼儿园", "医院", "银行支行", "邮政所", "设计院", "研究所", "菜市场", "书店",
)  # fmt: skip
"""Ten units in each street: 130 units take part in ten streets' councils, as the documents count them."""

COUNCIL_STREETS = 10

ESTATE_FIRST = (
    "云", "青", "和", "锦", "望", "秀", "春", "清", "明", "竹", "桂", "梅", "松", "枫", "江", "石", "学", "书", "文",
    "安",
)  # fmt: skip
ESTATE_LAST = (
    "岚苑", "和里", "锦园", "江苑", "秀园", "林居", "溪里", "竹苑", "桂园", "枫庭", "书院", "安居", "乐里", "华庭",
    "景园", "新村",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """One of the cast: how to sign in, what to be called, what may be done where, and what is worth trying."""

    login: str
    name: str
    roles: tuple[str, ...]
    place: str = "鼓楼区"
    body: str = ""
    tries: str = ""
    tries_en: str = ""


CAST: tuple[Part, ...] = (
    Part("intake", "受理员 林晓", ("intake",), body="鼓楼区城市运行管理指挥中心",
         tries="受理、答复、请补充、代人登记", tries_en="accept, answer at once, ask for more, file for a caller"),
    Part("reader", "受理复核 周宁", ("intake",), body="鼓楼区城市运行管理指挥中心",
         tries="复核不予受理", tries_en="second reader of a refusal"),
    Part("dispatcher", "派单员 陈立", ("dispatcher",), body="鼓楼区城市运行管理指挥中心",
         tries="派单、会商、并件、审核结果", tries_en="dispatch, consult, merge, approve results"),
    Part("adjudicator", "裁定员 许平", ("adjudicator",), body="鼓楼区编制委员会办公室",
         tries="裁定退单争议、异议", tries_en="adjudicate returns and objections"),
    Part("handler", "经办人 赵磊", ("handler",), body="宁海路街道城管中队",
         tries="签收、联系、办理", tries_en="sign for, contact, handle"),
    Part("lead", "中队负责人 孙毅", ("unit_lead", "handler"), body="宁海路街道城管中队",
         tries="审批结果、退单、延期、挂起", tries_en="hand in results, return, extend, suspend"),
    Part("department", "科长 何敏", ("unit_lead", "handler"), body="鼓楼区住房和建设局",
         tries="区级部门的工单", tries_en="orders of a department"),
    Part("grid", "网格员 王芳", ("grid_worker",), place="颐和路社区居委会",
         tries="手机上现场核查", tries_en="site checks on the phone"),
    Part("community", "社区书记 李静", ("community_secretary", "grid_worker", "handler", "unit_lead"),
         place="颐和路社区居委会", body="颐和路社区居委会",
         tries="社区的工单与清单", tries_en="orders of a community and its list"),
    Part("street", "街道统筹 吴越", ("street_coordinator", "intake"), place="宁海路街道",
         body="宁海路街道办事处", tries="吹哨、协调、本街道全景", tries_en="whistle, convene, see the street"),
    Part("county", "区级指挥 郑国栋", ("county_command",), body="鼓楼区城市运行管理指挥中心",
         tries="区级总览、提级决定", tries_en="county view, decide escalations"),
    Part("supervisor", "督办员 钱红", ("supervisor",), body="鼓楼区城市运行管理指挥中心",
         tries="督办、红黄牌", tries_en="supervise, cards"),
    Part("callback", "回访员 冯雪", ("callback",), body="鼓楼区城市运行管理指挥中心",
         tries="电话回访、登记评价", tries_en="call back, record ratings"),
    Part("reviewer", "考评复核 蒋文", ("reviewer",), body="鼓楼区城市运行管理指挥中心",
         tries="挂账、撤牌", tries_en="open matters, lift cards"),
    Part("dpo", "个人信息保护 沈清", ("dpo",), body="鼓楼区城市运行管理指挥中心",
         tries="保密级别、权利请求", tries_en="confidentiality, rights requests"),
    Part("lists", "清单管理 秦岚", ("list_keeper",), body="鼓楼区编制委员会办公室",
         tries="职责清单、分类、知识库", tries_en="lists, categories, knowledge"),
    Part("system", "系统管理员", ("system_admin",), tries="账号、机构、区划、模板、日历",
         tries_en="accounts, bodies, areas, templates, calendar"),
    Part("security", "安全管理员", ("security_admin",), tries="授权、锁定", tries_en="role grants, locks"),
    Part("audit", "审计管理员", ("audit_admin",), tries="查看记录、核验日志",
         tries_en="read logs, verify the journal"),
)  # fmt: skip

SIGN_IN_WORD = "Huying-demo-2026"
"""The same for every account of the demonstration; it exists nowhere else."""

RESIDENT_PHONE = "13800138001"
