from django.urls import path

from study.views import (
    cards,
    choosing,
    comparisons,
    estimates,
    grid,
    pages,
    playgrounds,
    today,
    weak,
)

app_name = "study"

urlpatterns = [
    # To read
    path("", pages.index, name="index"),
    path("concepts/", pages.concepts, name="concepts"),
    path("failures/", pages.failures, name="failures"),
    path("formulas/", pages.formulas, name="formulas"),
    path("choosing/", choosing.choosing, name="choosing"),
    path("reading/", pages.reading, name="reading"),
    path("checklists/", pages.checklists, name="checklists"),
    path("mistakes/", pages.mistakes, name="mistakes"),
    path("cases/", pages.cases, name="cases"),
    path("plans/", pages.plans, name="plans"),
    path("plans/<slug:slug>/", pages.plan, name="plan"),
    # Choosing a method
    path("choosing/quiz/", choosing.choosing_quiz, name="choosing_quiz"),
    path("choosing/stories/<slug:slug>/", choosing.story, name="story"),
    path("choosing/stories/<slug:slug>/why/", choosing.justify, name="justify"),
    path(
        "choosing/stories/<slug:slug>/draft/",
        choosing.keep_justification,
        name="keep_justification",
    ),
    # Worlds to try
    path("playgrounds/bandits/", playgrounds.bandits, name="bandits"),
    path("playgrounds/bandits.csv", playgrounds.bandits_csv, name="bandits_csv"),
    path("playgrounds/uplift/", playgrounds.uplift, name="uplift"),
    path("playgrounds/uplift.csv", playgrounds.uplift_csv, name="uplift_csv"),
    path("playgrounds/gridworld/", playgrounds.gridworlds, name="gridworld"),
    path("playgrounds/gridworld.csv", playgrounds.gridworld_csv, name="gridworld_csv"),
    # One's own
    path("today/", today.today, name="today"),
    # Recall cards
    path("cards/", cards.cards, name="cards"),
    path("cards/session/", cards.session, name="session"),
    path("cards/undo/", cards.undo, name="undo_card"),
    path("cards/more/", cards.more, name="more_cards"),
    path("cards/add/", cards.add, name="add_cards"),
    path("cards/wanting/", cards.wanting, name="wanting"),
    path("cards/new/", cards.write, name="write_card"),
    path("cards/list/", cards.card_list, name="card_list"),
    path("cards/figures/", cards.card_figures, name="card_figures"),
    path("cards/<int:pk>/rate/", cards.rate, name="rate_card"),
    path("cards/<int:pk>/bury/", cards.bury, name="bury_card"),
    path("cards/<int:pk>/suspend/", cards.suspend, name="suspend_card"),
    path("cards/<int:pk>/resume/", cards.resume, name="resume_card"),
    path("cards/<int:pk>/edit/", cards.edit, name="edit_card"),
    path("cards/<int:pk>/delete/", cards.delete, name="delete_card"),
    # The progress grid
    path("grid/", grid.grid, name="grid"),
    path("grid/tap/", grid.tap, name="tap"),
    path("grid/many/", grid.many, name="grid_many"),
    path("grid/before-the-interview/", grid.compress, name="compress_grid"),
    path("grid/history/", grid.history, name="grid_history"),
    path("grid/undo/<int:pk>/", grid.undo, name="undo_grid"),
    path("grid/grid.csv", grid.table, name="grid_csv"),
    path("grid/of/<slug:slug>/", grid.concept, name="grid_concept"),
    path("grid/of/<slug:slug>/box/", grid.keep_box, name="keep_box"),
    path("grid/of/<slug:slug>/note/", grid.keep_note, name="keep_note"),
    path("grid/of/<slug:slug>/shift/", grid.shift, name="shift_row"),
    # Exercises
    path("estimates/", estimates.estimates, name="estimates"),
    path("estimates/results/<int:pk>/", estimates.estimated, name="estimated"),
    path("estimates/of/<slug:slug>/", estimates.estimate, name="estimate"),
    # Weak spots
    path("weak-spots/", weak.weak_spots, name="weak_spots"),
    path("weak-spots/<slug:slug>/answer/", weak.keep_probe, name="keep_probe"),
    path("weak-spots/<slug:slug>/draft/", weak.draft_probe, name="draft_probe"),
    path("weak-spots/<slug:slug>/judge/", weak.judge_probe, name="judge_probe"),
    path("weak-spots/<slug:slug>/rate/", weak.rate_spot, name="rate_spot"),
    path("weak-spots/<slug:slug>/settle/", weak.settle_probe, name="settle_probe"),
    path("comparisons/", comparisons.comparisons, name="comparisons"),
    path("comparisons/results/<int:pk>/", comparisons.compared, name="compared"),
    path(
        "comparisons/results/<int:pk>/grid.csv", comparisons.comparison_csv, name="comparison_csv"
    ),
    path("comparisons/of/<slug:slug>/", comparisons.comparison, name="comparison"),
    path("comparisons/of/<slug:slug>/keep/", comparisons.keep_comparison, name="keep_comparison"),
    path("comparisons/of/<slug:slug>/mark/", comparisons.mark_comparison, name="mark_comparison"),
    path("desk/", cards.desk, name="desk"),
]
