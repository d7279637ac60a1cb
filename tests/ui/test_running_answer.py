from __future__ import annotations

from desktop.api.origin import Endpoint
from desktop.api.types import ChatRequest
from desktop.chat.turn import Turn
from desktop.settings.profiles import Profile
from desktop.ui.running_answer import RunningAnswer


def test_each_answer_has_a_meter_and_a_list_of_its_own():
    request = ChatRequest(Endpoint("https://api.example/v1"), "m", [], {})
    profile = Profile(id="p", name="p", base_url="https://api.example/v1")
    one, two = (RunningAnswer(Turn("a", "q", "assistant"), request, profile, number, "t") for number in (1, 2))

    assert one.meter is not two.meter
    assert one.unsaved is not two.unsaved
    assert not one.saved
    assert not one.started
