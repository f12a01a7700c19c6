"""The default kinds of bodies with the parents they may have, and the default functions; both are only a first load."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    code: str
    name: str
    name_en: str
    parents: tuple[str, ...] = ()
    root: bool = False
    one_per_parent: bool = False
    department: bool = False
    community: bool = False


@dataclass(frozen=True, slots=True)
class Function:
    code: str
    name: str
    name_en: str
    department: bool = True
    aliases: tuple[str, ...] = ()


KINDS: tuple[Kind, ...] = (
    Kind("P10", "县（市、区）党委", "County or district Party committee", root=True),
    Kind("P15", "区域党工委", "Area work committee", ("P10",)),
    Kind("P20", "街道党工委", "Street work committee", ("P10", "P15")),
    Kind("P21", "街道大工委", "Street broad work committee", ("P20",), one_per_parent=True),
    Kind("P30", "社区党委（党总支、党支部）", "Community Party committee, general branch or branch",
         ("P20",), community=True),
    Kind("P31", "社区综合党委", "Comprehensive community committee", ("P20",), community=True),
    Kind("P32", "社区大党委", "Community broad committee", ("P30",), one_per_parent=True, community=True),
    Kind("P40", "网格党支部", "Grid branch", ("P30", "P31")),
    Kind("P45", "功能型党支部", "Functional branch", ("P30", "P31")),
    Kind("P50", "楼院党小组", "Building or courtyard group", ("P40", "P30")),
    Kind("P60", "党员中心户", "Member centre household", ("P50",)),
    Kind("P70", "两新组织党组织", "Branch in a new economic or social organisation", ("P20", "P30", "P75")),
    Kind("P71", "联合党支部（联合党委）", "Joint branch or joint committee", ("P10", "P20", "P30")),
    Kind("P72", "协会党支部", "Association branch", ("G10",)),
    Kind("P75", "商圈楼宇园区行业党委", "Committee of a business district, tower, park or trade", ("P10", "P20")),
    Kind("P80", "驻区单位党组织", "Branch of a unit in the area", ("U10", "P80"), root=True),
    Kind("P90", "流动党员（临时）党支部", "Floating or temporary branch", ("P20", "P30", "P71")),
    Kind("G10", "政府部门（派驻机构）", "Government department or posted body", ("G10",), root=True, department=True),
    Kind("G20", "街道办事处", "Street office", ("G10",), root=True),
    Kind("R10", "居民委员会", "Residents' committee", ("G20",), root=True, community=True),
    Kind("R11", "居民小组", "Residents' group", ("R10",), community=True),
    Kind("R12", "居委会下属委员会", "Sub-committee of a residents' committee", ("R10",), community=True),
    Kind("R13", "居务监督委员会", "Residents' supervision committee", ("R10",), community=True),
    Kind("S10", "社区工作站", "Community work station", ("G20",), community=True),
    Kind("S20", "社区（党群）服务中心", "Community or Party-mass service centre", ("G10", "G20", "R10", "S10")),
    Kind("S21", "专项服务中心", "Centre for one service (volunteers, mutual help, day care, legal aid, culture)",
         ("G20", "R10", "S10", "S20")),
    Kind("O10", "业主大会与业委会（物管会）", "Owners' assembly and committee", ("R10",), root=True),
    Kind("O20", "物业服务企业", "Property firm", ("O20",), root=True),
    Kind("N10", "社会组织", "Registered social organisation", ("G10", "N10"), root=True),
    Kind("N11", "社区社会组织", "Community group on file", ("G20", "R10", "S20")),
    Kind("N20", "志愿服务组织（队伍）", "Volunteer organisation or team",
         ("G20", "R10", "S21", "N10", "Q10"), root=True),
    Kind("N30", "新经济组织", "New economic organisation", ("N30",), root=True),
    Kind("N31", "新就业群体站点", "Station for workers in new forms of employment", ("G20", "R10", "N30"), root=True),
    Kind("U10", "驻区单位", "Unit in the area", ("U10", "G10"), root=True),
    Kind("Q10", "群团组织", "Mass organisation", ("Q10",), root=True),
    Kind("H10", "红色合伙人", "Red partner", root=True),
    Kind("J10", "联席会议（协调委员会）", "Joint meeting or coordination council",
         ("P10", "P20", "P30", "P31", "G20", "R10"), root=True),
    Kind("L10", "县级领导联系点", "County-leader contact point", ("P10",)),
)  # fmt: skip

FUNCTIONS: tuple[Function, ...] = (
    Function("command_centre", "指挥中心", "Command centre", aliases=("区（县）指挥中心", "县级指挥中心")),
    Function("special_meeting", "专题会办公室", "Office of the special meeting", aliases=("区（县）专题会", "专题会")),
    Function("legislation_and_posts", "编办", "Office of posts and staffing"),
    Function("urban_management", "城管执法", "Urban management and enforcement", aliases=("城管", "市容", "综合执法")),
    Function("sanitation", "环卫", "Sanitation", aliases=("环境卫生",)),
    Function("street_lighting", "路灯", "Street lighting", aliases=("路灯管理", "照明")),
    Function("drainage", "排水", "Drainage"),
    Function("greening", "园林", "Parks and greening", aliases=("园林绿化", "绿化园林")),
    Function("housing", "住建", "Housing and construction", aliases=("住房城乡建设", "住房和城乡建设", "房产")),
    Function("land", "自然资源", "Natural resources and planning", aliases=("规划资源", "自然资源和规划")),
    Function("transport", "交通", "Transport", aliases=("交通运输",)),
    Function("water_affairs", "水务", "Water affairs", aliases=("水利",)),
    Function("environment", "生态环境", "Ecology and environment", aliases=("环保",)),
    Function("emergency", "应急", "Emergency management", aliases=("应急管理",)),
    Function("fire", "消防", "Fire and rescue", aliases=("消防救援",)),
    Function("public_security", "公安", "Public security", aliases=("公安派出所", "派出所")),
    Function("traffic_police", "公安交管", "Traffic police", aliases=("交警", "交管")),
    Function("market_regulation", "市场监管", "Market regulation", aliases=("市场监督管理", "市场监督")),
    Function("drug_regulation", "药监", "Drug regulation", aliases=("药品监管",)),
    Function("approval", "行政审批", "Administrative approval"),
    Function("industry", "工信", "Industry and information technology", aliases=("工业和信息化",)),
    Function("development", "发改", "Development and reform", aliases=("发展改革",)),
    Function("commerce", "商务", "Commerce", aliases=("商业",)),
    Function("education", "教育", "Education"),
    Function("culture", "文旅", "Culture and tourism", aliases=("文化旅游", "文化和旅游")),
    Function("sports", "体育", "Sports"),
    Function("health", "卫健", "Health", aliases=("卫生健康",)),
    Function("disease_control", "疾控", "Disease control"),
    Function(
        "community_health", "社区卫生中心", "Community health centre", aliases=("社区卫生服务", "社区卫生服务中心")
    ),
    Function("medical_insurance", "医保", "Medical insurance", aliases=("医疗保障",)),
    Function("civil_affairs", "民政", "Civil affairs"),
    Function("disabled", "残联", "Disabled persons' federation", department=False),
    Function("veterans", "退役军人", "Veterans' affairs"),
    Function(
        "labour", "人社", "Human resources and social security", aliases=("人力资源社会保障", "人力资源和社会保障")
    ),
    Function("justice", "司法", "Justice", aliases=("司法行政",)),
    Function("justice_office", "司法所", "Justice office"),
    Function("discipline", "纪检", "Discipline inspection", aliases=("纪检监察", "纪委监委")),
    Function("telecom_regulation", "通管", "Telecom administration", aliases=("通信管理",)),
    Function("street", "街道", "Street office", department=False, aliases=("街道办事处", "街道办")),
    Function("community", "社区", "Community", department=False, aliases=("村（社区）",)),
    Function(
        "residents_committee", "居委会", "Residents' committee", department=False, aliases=("社区居委会", "居民委员会")
    ),
    Function(
        "community_party",
        "社区党组织",
        "Community Party organisation",
        department=False,
        aliases=("社区党委", "社区党总支", "社区党支部"),
    ),
    Function(
        "mediation",
        "社区调委会",
        "Community mediation committee",
        department=False,
        aliases=("人民调解委员会", "调委会"),
    ),
    Function("party_mass_centre", "党群服务中心", "Party-mass service centre", department=False, aliases=("党群服务",)),
    Function("volunteer_centre", "志愿服务中心", "Volunteer service centre", department=False, aliases=("志愿服务",)),
    Function("volunteer_team", "志愿队", "Volunteer team", department=False, aliases=("志愿服务队",)),
    Function("property", "物业", "Property firm", department=False, aliases=("物业服务", "物业服务企业", "物业公司")),
    Function("water_company", "供水企业", "Water company", department=False, aliases=("自来水公司",)),
    Function("power_company", "供电企业", "Power company", department=False, aliases=("供电公司",)),
    Function("gas_company", "燃气企业", "Gas company", department=False, aliases=("燃气公司",)),
    Function("heating_company", "供热企业", "Heating company", department=False, aliases=("供热公司",)),
    Function("telecom_company", "通信企业", "Telecom company", department=False, aliases=("通信运营",)),
    Function("platform", "平台运营", "Platform operations", department=False, aliases=("平台运营方",)),
)
