"""Administration pages of duties: categories, lists, knowledge."""

from django.urls import path

from huying.duties.pages import categories, items, knowledge, lists, views

urlpatterns = [
    path("manage/categories/", categories.category_list, name="categories"),
    path("manage/categories/new/", categories.category_new, name="category-new"),
    path("manage/categories/<slug:code>/", categories.category_page, name="category"),
    path("manage/lists/", lists.list_index, name="lists"),
    path("manage/lists/new/", lists.draft_page, name="draft"),
    path("manage/lists/gaps/", views.gaps_page, name="gaps"),
    path("manage/lists/proposals/", views.proposals_page, name="proposals"),
    path("manage/lists/proposals/<int:proposal_id>/", views.decide_page, name="decide"),
    path("manage/lists/forms/<slug:kind>.xlsx", lists.form_file, name="form-file"),
    path("manage/lists/<int:doc_id>/", lists.list_page, name="list"),
    path("manage/lists/<int:doc_id>/list.xlsx", lists.export_file, name="export"),
    path("manage/lists/<int:doc_id>/import/", lists.import_page, name="import"),
    path("manage/lists/<int:doc_id>/difference/", views.difference_page, name="difference"),
    path("manage/lists/<int:doc_id>/dry-run/", views.dry_run_page, name="dry-run"),
    path("manage/lists/<int:doc_id>/put-in-force/", lists.in_force_page, name="put-in-force"),
    path("manage/lists/<int:doc_id>/repeal/", lists.repeal_page, name="repeal"),
    path("manage/lists/<int:doc_id>/items/new/", items.item_new, name="item-new"),
    path("manage/lists/<int:doc_id>/items/<int:item_id>/", items.item_page, name="item"),
    path("manage/lists/<int:doc_id>/items/<int:item_id>/remove/", items.item_remove, name="item-remove"),
    path("manage/knowledge/", knowledge.knowledge_list, name="knowledge"),
    path("manage/knowledge/new/", knowledge.knowledge_new, name="knowledge-new"),
    path("manage/knowledge/<int:knowledge_id>/", knowledge.knowledge_page, name="knowledge-entry"),
]
