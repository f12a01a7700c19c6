"""The purposes a new place starts with. They are data: an administrator publishes new versions."""

from dataclasses import dataclass
from datetime import UTC, datetime

from huying.people.states import LegalBasis

SINCE = datetime(2026, 1, 1, tzinfo=UTC)
FIRST_VERSION = "2026-1"
OFFERED = ("satisfaction_call",)  # offered on the page of consents; others are asked where they are needed


@dataclass(frozen=True, slots=True)
class FirstPurpose:
    """What is written into ProcessingPurpose when the code is first used."""

    code: str
    basis: LegalBasis
    law: str
    name: str
    name_en: str
    text: str
    text_en: str
    fields: tuple[str, ...]
    recipients: str
    recipients_en: str
    open_days: int = 365
    retention_days: int = 730
    sensitive: bool = False


FIRST_PURPOSES = {
    purpose.code: purpose
    for purpose in (
        FirstPurpose(
            code="account",
            basis=LegalBasis.CONTRACT,
            law="个人信息保护法第十三条第一款第二项",
            name="开立和使用账户",
            name_en="To open and use an account",
            text="我们保存您的手机号和称呼，用来让您登录、接收验证码和查看自己的事项。注销账户后立即删除。",
            text_en="We keep your phone number and how to address you, so that you can sign in, receive codes and see "
            "your own matters. Both are deleted at once when you close the account.",
            fields=("name", "phone", "email", "birth_year"),
            recipients="短信服务商（只为发送验证码）",
            recipients_en="The SMS carrier, only to send codes",
            open_days=0,
            retention_days=0,
        ),
        FirstPurpose(
            code="case_contact",
            basis=LegalBasis.DUTY,
            law="个人信息保护法第十三条第一款第三项、第三十四条",
            name="办理您反映的事项",
            name_en="To handle what you reported",
            text="姓名、电话和地址只给办理这件事的人在办理期间使用。办结一年后封存，再过两年删除。",
            text_en="Your name, phone number and address are used only by those who handle this matter, while they "
            "handle it. They are closed one year after the matter ends and deleted two years later.",
            fields=("name", "phone", "email", "address"),
            recipients="受理单位和承办单位的经办人",
            recipients_en="Those who handle the matter at intake and in the unit in charge",
        ),
        FirstPurpose(
            code="case_confidential",
            basis=LegalBasis.DUTY,
            law="个人信息保护法第二十八条、第三十四条",
            name="办理保密事项（举报、家庭和邻里矛盾等）",
            name_en="To handle a confidential matter",
            text="只有受理岗位知道您是谁，承办人只看到“诉求人A”，联系通过平台留言。被反映的单位看不到您的身份。",
            text_en="Only intake knows who you are; the handler sees “Reporter A” and writes to you through the "
            "platform. The body you report on never sees your identity.",
            fields=("name", "phone", "email", "address"),
            recipients="受理单位的受理岗位",
            recipients_en="Intake only",
            sensitive=True,
        ),
        FirstPurpose(
            code="helped_person",
            basis=LegalBasis.CONSENT,
            law="个人信息保护法第十三条第一款第一项",
            name="请人代办时记录本人信息",
            name_en="To let someone act for you",
            text="由亲友或工作人员替您办事时，记录您的姓名和电话，用来告诉您结果。您可以随时撤回。",
            text_en="When a relative or a worker acts for you, we note your name and phone number to tell you the "
            "result. You can withdraw this at any time.",
            fields=("name", "phone", "address"),
            recipients="代办人、受理单位",
            recipients_en="Whoever acts for you, and intake",
        ),
        FirstPurpose(
            code="guardian",
            basis=LegalBasis.SEPARATE_CONSENT,
            law="个人信息保护法第三十一条",
            name="未成年人的监护人同意",
            name_en="Consent of a child's guardian",
            text="未满十四周岁的孩子使用账户，需要监护人同意。我们保存监护人的姓名和电话，只为证明这次同意。",
            text_en="A child under fourteen needs a guardian's consent to use an account. We keep the guardian's name "
            "and phone number only to prove that consent.",
            fields=("name", "phone"),
            recipients="不向任何人提供",
            recipients_en="Nobody",
            sensitive=True,
        ),
        FirstPurpose(
            code="staff_contact",
            basis=LegalBasis.DUTY,
            law="个人信息保护法第十三条第一款第二项",
            name="工作人员联系方式",
            name_en="Contact data of staff",
            text="保存工作人员的姓名和工作电话，用于登录、值班联系和任务通知，离岗后删除。",
            text_en="Names and work numbers of staff, used for signing in, duty contact and task messages; deleted "
            "when they leave.",
            fields=("name", "phone", "email"),
            recipients="本单位",
            recipients_en="The own unit",
            retention_days=180,
        ),
        FirstPurpose(
            code="rights_request",
            basis=LegalBasis.DUTY,
            law="个人信息保护法第五十条",
            name="办理您行使个人信息权利的申请",
            name_en="To answer a request about your data",
            text="保存您在申请中写的内容，用来办理这次申请；办结三年后删除。",
            text_en="We keep what you wrote in your request in order to answer it; deleted three years afterwards.",
            fields=("words",),
            recipients="个人信息保护负责人",
            recipients_en="The person responsible for personal data",
            retention_days=1095,
            open_days=0,
        ),
        FirstPurpose(
            code="satisfaction_call",
            basis=LegalBasis.CONSENT,
            law="个人信息保护法第十三条第一款第一项",
            name="办结后电话回访",
            name_en="A call afterwards to ask how it went",
            text="办结后可能有人打电话问您是否满意。不同意也不影响办理，您仍可在页面上评价。",
            text_en="After the matter ends somebody may call to ask whether you are satisfied. Saying no changes "
            "nothing in how it is handled; you can still rate it on the page.",
            fields=("name", "phone"),
            recipients="回访单位（与承办单位不同）",
            recipients_en="The unit that calls back, which is not the one that handled it",
        ),
    )
}
