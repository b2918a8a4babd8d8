from django.apps import AppConfig


class StudyConfig(AppConfig):
    name = "study"

    def ready(self) -> None:
        from accounts import exports as accounts_exports
        from study import exports

        accounts_exports.register("study", exports.files)
