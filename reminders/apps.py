from django.apps import AppConfig


class RemindersConfig(AppConfig):
    name = "reminders"

    def ready(self) -> None:
        from accounts import exports as accounts_exports
        from accounts.departures import person_leaves
        from reminders import departures, exports

        accounts_exports.register("reminders", exports.files)
        person_leaves.connect(departures.forget_mail, dispatch_uid="reminders.forget_mail")
