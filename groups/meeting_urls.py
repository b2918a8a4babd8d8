"""Addresses of a group's meetings, below the group's own."""

from django.urls import path

from groups.views import boards, live, meetings

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
    # The board of a whiteboard meeting
    path("<int:meeting_pk>/board/", boards.board, name="board"),
    path("<int:meeting_pk>/board/draw/", boards.draw, name="draw"),
    path("<int:meeting_pk>/board/place/", boards.place, name="place"),
    path("<int:meeting_pk>/board/undo/", boards.undo, name="undo"),
    path("<int:meeting_pk>/board/pledge/", boards.pledge, name="pledge"),
    path("<int:meeting_pk>/board/turn/", boards.turn, name="turn"),
    path("<int:meeting_pk>/board/board.svg", boards.picture, name="picture"),
    # The halves of a mock meeting
    path("<int:meeting_pk>/pairs/", live.pairs, name="pairs"),
    path("<int:meeting_pk>/parts/<int:part_pk>/choose/", live.choose, name="choose"),
    path("<int:meeting_pk>/parts/<int:part_pk>/alone/", live.alone, name="alone"),
]
