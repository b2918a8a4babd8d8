from django.apps import AppConfig


class InterviewConfig(AppConfig):
    name = "interview"

    def ready(self) -> None:
        from accounts import exports as accounts_exports
        from interview import exports

        accounts_exports.register("interviews", exports.files)
