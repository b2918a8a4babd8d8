from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "groups"

    def ready(self) -> None:
        from accounts import exports as accounts_exports
        from accounts.departures import person_hands_over
        from groups import conducting, departures, exports, meeting_exports, meeting_invitations
        from marking import conducted
        from reminders import feeds

        accounts_exports.register("groups", exports.files)
        accounts_exports.register("meetings", meeting_exports.files)
        conducted.register(conducting.told_to_sheets)
        feeds.register("meetings", meeting_invitations.in_calendar)
        person_hands_over.connect(departures.hand_over, dispatch_uid="groups.hand_over")
