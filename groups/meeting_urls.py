"""Addresses of a group's meetings, below the group's own."""

from django.urls import path

from groups.views import live, meetings

urlpatterns = [
    path("", meetings.meetings, name="meetings"),
    path("new/", meetings.plan, name="plan"),
    path("<int:meeting_pk>/", meetings.meeting, name="meeting"),
    path("<int:meeting_pk>/edit/", meetings.edit, name="edit_meeting"),
    path("<int:meeting_pk>/cancel/", meetings.cancel, name="cancel_meeting"),
    path("<int:meeting_pk>/answer/", meetings.answer, name="answer_meeting"),
    path("<int:meeting_pk>/there/", meetings.there, name="there"),
    path("<int:meeting_pk>/present/", meetings.present, name="present"),
    path("<int:meeting_pk>/calendar.ics", meetings.calendar, name="meeting_calendar"),
    # The halves of a mock meeting
    path("<int:meeting_pk>/pairs/", live.pairs, name="pairs"),
    path("<int:meeting_pk>/parts/<int:part_pk>/choose/", live.choose, name="choose"),
    path("<int:meeting_pk>/parts/<int:part_pk>/alone/", live.alone, name="alone"),
]
