from django.urls import path

from workbench import views
from workbench.views import (
    candidates,
    co_editors,
    imports,
    question_sharing,
    question_versions,
    questions,
    queue,
    set_items,
    set_links,
    sets,
    shelf,
    statistics,
)

app_name = "workbench"

urlpatterns = [
    path("", views.home, name="home"),
    path("talk/", views.threads, name="threads"),
    path("talk/<int:pk>/", views.thread, name="thread"),
    path("talk/<int:pk>/reply/", views.reply, name="reply"),
    path("talk/<int:pk>/settle/", views.settle, name="settle"),
    path("questions/<slug:slug>/talk/", views.talk, name="talk"),
    path("export/", views.export, name="export"),
    path("export/file/", views.download, name="download"),
    path("export/print/", views.print_out, name="print"),
    # All one keeps
    path("questions/", shelf.questions, name="questions"),
    path("edits/", shelf.edits, name="edits"),
    path("edits/<int:pk>/undo/", shelf.undo, name="undo"),
    path("filters/", shelf.save_filter, name="save_filter"),
    path("filters/<int:pk>/forget/", shelf.forget_filter, name="forget_filter"),
    # Sets
    path("sets/", sets.sets, name="sets"),
    path("sets/new/", sets.new_set, name="new_set"),
    path("sets/link/<slug:token>/", set_links.set_link, name="set_link"),
    path("sets/link/<slug:token>/take/", set_links.take_set, name="take_set"),
    path("sets/<slug:slug>/", sets.set_page, name="set"),
    path("sets/<slug:slug>/facts/", sets.set_facts, name="set_facts"),
    path("sets/<slug:slug>/duplicate/", sets.duplicate, name="duplicate"),
    path("sets/<slug:slug>/delete/", sets.delete_set, name="delete_set"),
    path("sets/<slug:slug>/share/", set_links.share, name="share_set"),
    path(
        "sets/<slug:slug>/editors/invite/", co_editors.invite_set_editor, name="invite_set_editor"
    ),
    path(
        "sets/<slug:slug>/editors/invite/<int:pk>/withdraw/",
        co_editors.withdraw_set_invitation,
        name="withdraw_set_invitation",
    ),
    path(
        "sets/<slug:slug>/editors/<int:pk>/remove/",
        co_editors.remove_set_editor,
        name="remove_set_editor",
    ),
    path("sets/<slug:slug>/print/", set_links.print_set, name="print_set"),
    path("sets/<slug:slug>/questions/", set_items.add_question, name="add_question"),
    path("sets/<slug:slug>/draws/", set_items.add_draw, name="add_draw"),
    path("sets/<slug:slug>/draws/reach/", set_items.draw_reach, name="draw_reach"),
    path("sets/<slug:slug>/order/", set_items.order, name="order"),
    path("sets/<slug:slug>/items/<int:pk>/", set_items.item, name="item"),
    path("sets/<slug:slug>/items/<int:pk>/move/", set_items.move_item, name="move_item"),
    path("sets/<slug:slug>/items/<int:pk>/remove/", set_items.remove_item, name="remove_item"),
    path("sets/<slug:slug>/statistics/", statistics.set_statistics, name="set_statistics"),
    # What needs work
    path("queue/", queue.queue, name="queue"),
    path("queue/<slug:slug>/<slug:reason>/snooze/", queue.snooze, name="snooze"),
    path("queue/<slug:slug>/<slug:reason>/wake/", queue.wake, name="wake"),
    # One question
    path("questions/new/", questions.new_question, name="new_question"),
    path("questions/preview/", questions.preview, name="preview"),
    path("questions/try/", questions.try_it, name="try_it"),
    path("questions/<slug:slug>/", questions.question, name="question"),
    path("questions/<slug:slug>/fork/", question_sharing.fork, name="fork"),
    path(
        "questions/<slug:slug>/sharing/",
        question_sharing.question_sharing_page,
        name="question_sharing",
    ),
    path(
        "questions/<slug:slug>/sharing/with/",
        question_sharing.share_question,
        name="share_question",
    ),
    path(
        "questions/<slug:slug>/editors/invite/",
        co_editors.invite_editor,
        name="invite_editor",
    ),
    path(
        "questions/<slug:slug>/editors/invite/<int:pk>/withdraw/",
        co_editors.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path(
        "questions/<slug:slug>/editors/<int:pk>/remove/",
        co_editors.remove_editor,
        name="remove_editor",
    ),
    path("invitations/<int:pk>/", co_editors.answer_invitation, name="answer_invitation"),
    path("q/<slug:token>/", question_sharing.question_link, name="question_link"),
    path("q/<slug:token>/practise/", question_sharing.practise_shared, name="practise_shared"),
    path("questions/<slug:slug>/status/", questions.status, name="question_status"),
    path(
        "questions/<slug:slug>/statistics/",
        statistics.question_statistics,
        name="question_statistics",
    ),
    path(
        "questions/<slug:slug>/versions/",
        question_versions.question_versions,
        name="question_versions",
    ),
    path(
        "questions/<slug:slug>/versions/<int:number>/restore/",
        question_versions.restore,
        name="restore",
    ),
    # Imports
    path("import/", imports.import_start, name="import_start"),
    path("import/put-away/", imports.import_put_away, name="import_put_away"),
    path("import/<int:pk>/", imports.import_review, name="import_review"),
    path("import/<int:pk>/save/", imports.import_save, name="import_save"),
    path("import/<int:pk>/delete/", imports.import_delete, name="import_delete"),
    path("import/<int:pk>/many/", candidates.candidate_many, name="candidate_many"),
    path("import/<int:pk>/files/<int:position>/again/", imports.import_again, name="import_again"),
    path(
        "import/<int:pk>/files/<int:position>/columns/",
        imports.import_columns,
        name="import_columns",
    ),
    path("import/questions/<int:pk>/", candidates.candidate_edit, name="candidate_edit"),
    path("import/questions/<int:pk>/drop/", candidates.candidate_drop, name="candidate_drop"),
    path("import/questions/<int:pk>/decide/", candidates.candidate_decide, name="candidate_decide"),
    path("import/questions/<int:pk>/split/", candidates.candidate_split, name="candidate_split"),
    path("import/questions/<int:pk>/merge/", candidates.candidate_merge, name="candidate_merge"),
]
