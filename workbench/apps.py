from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    name = "workbench"

    def ready(self) -> None:
        from accounts import exports as accounts_exports
        from accounts.departures import person_leaves
        from workbench import departures, exports
        from workbench.imports import exports as import_exports

        accounts_exports.register("questions", exports.questions)
        accounts_exports.register("sets", exports.sets)
        accounts_exports.register("imports", import_exports.files)
        person_leaves.connect(departures.hand_sets_over, dispatch_uid="workbench.hand_sets_over")
        person_leaves.connect(
            departures.hand_on_questions, dispatch_uid="workbench.hand_on_questions"
        )
