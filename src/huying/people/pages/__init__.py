"""Pages of people: signing in, my account, and what the three administrators need."""

from django.urls import path

from huying.people.pages import data, manage_accounts, mine, notices, outside_ways, oversight, sign_in

urlpatterns = [
    path("account/", mine.account, name="account"),
    path("account/notices/", notices.all_notices, name="notices"),
    path("account/sign-in/code/", sign_in.sign_in_code, name="sign_in_code"),
    path("account/sign-in/password/", sign_in.sign_in_password, name="sign_in_password"),
    path("account/sign-out-everywhere/", mine.sign_out_everywhere, name="sign_out_everywhere"),
    path("account/password/", mine.change_password, name="change_password"),
    path("account/phone/", mine.change_phone, name="change_phone"),
    path("account/under-fourteen/", mine.under_fourteen, name="under_fourteen"),
    path("account/guardian/", mine.guardian, name="guardian"),
    path("account/guardian/withdraw/", mine.guardian_withdraws, name="guardian_withdraws"),
    path("account/outside/part/<int:joined_id>/", outside_ways.part, name="part"),
    path("account/data/", data.my_data, name="my_data"),
    path("account/data/copy/", data.my_copy, name="my_copy"),
    path("account/data/ask/", data.ask, name="ask_for_rights"),
    path("account/consents/", data.my_consents, name="my_consents"),
    path("account/consents/<slug:purpose>/", data.answer_consent, name="answer_consent"),
    path("account/close/", data.close, name="close"),
    path("manage/accounts/", manage_accounts.account_list, name="manage_accounts"),
    path("manage/accounts/open/", manage_accounts.open_account, name="open_account"),
    path("manage/accounts/<int:account_id>/", manage_accounts.account_page, name="manage_account"),
    path("manage/accounts/<int:account_id>/<slug:code>/", manage_accounts.step, name="account_step"),
    path("manage/reads/", oversight.reads, name="manage_reads"),
    path("manage/sign-ins/", oversight.sign_ins, name="manage_sign_ins"),
    path("manage/tokens/", oversight.token_list, name="manage_tokens"),
    path("manage/tokens/<int:token_id>/revoke/", oversight.revoke, name="revoke_token"),
    path("manage/rights/", oversight.rights_list, name="manage_rights"),
    path("manage/rights/<int:request_id>/", oversight.rights_request, name="manage_rights_request"),
    path("manage/exports/", oversight.export_list, name="manage_exports"),
    path("manage/exports/<int:approval_id>/", oversight.export_decision, name="manage_export"),
    path("manage/purposes/", oversight.purpose_list, name="manage_purposes"),
    path("manage/purposes/<slug:code>/", oversight.purpose, name="manage_purpose"),
]
