from django.apps import AppConfig


class MarkingConfig(AppConfig):
    name = "marking"

    def ready(self) -> None:
        from accounts import exports as accounts_exports
        from marking.calibration import exports

        accounts_exports.register("calibration", exports.files)
