app_name = "marking"

urlpatterns = []
