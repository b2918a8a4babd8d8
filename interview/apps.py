from django.apps import AppConfig


class InterviewConfig(AppConfig):
    name = "interview"

    def ready(self) -> None:
        from accounts import exports as accounts_exports
        from interview import exports, invitations
        from reminders import feeds

        accounts_exports.register("interviews", exports.files)
        feeds.register("interviews", invitations.in_calendar)
