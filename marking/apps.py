from django.apps import AppConfig


class MarkingConfig(AppConfig):
    name = "marking"

    def ready(self) -> None:
        from accounts import exports as accounts_exports
        from interview import dimensions, habits
        from marking import dimensions as marking_dimensions
        from marking import exports
        from marking import habits as marking_habits
        from marking.calibration import exports as calibration_exports
        from marking.codereview import exports as code_exports

        dimensions.register(marking_dimensions.seen)
        habits.register(marking_habits.seen)
        accounts_exports.register("calibration", calibration_exports.files)
        accounts_exports.register("code-reviews", code_exports.files)
        accounts_exports.register("marking", exports.files)
