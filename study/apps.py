from django.apps import AppConfig


class StudyConfig(AppConfig):
    name = "study"

    def ready(self) -> None:
        from accounts import exports as accounts_exports
        from interview import aims
        from reminders import feeds, kinds, standing
        from study import exports, telling
        from study.plan import aim, calendar
        from study.reading import week

        accounts_exports.register("study", exports.files)
        aims.register(aim.of)
        feeds.register("study", calendar.in_calendar)
        feeds.register("study", week.in_calendar)
        standing.register(
            kinds.STUDY_TODAY,
            people=telling.people,
            words=telling.words,
            title="What there is to study",
            page="study:today",
        )
