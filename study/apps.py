from django.apps import AppConfig


class StudyConfig(AppConfig):
    name = "study"

    def ready(self) -> None:
        from accounts import exports as accounts_exports
        from reminders import kinds, standing
        from study import exports, telling

        accounts_exports.register("study", exports.files)
        standing.register(
            kinds.STUDY_TODAY,
            people=telling.people,
            words=telling.words,
            title="What there is to study",
            page="study:today",
        )
