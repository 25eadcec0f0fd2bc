package dev.weft.web.client;

import dev.weft.app.Actor;
import dev.weft.chat.GroupId;
import dev.weft.chat.Refusal;
import dev.weft.chat.RefusedException;
import dev.weft.chat.group.GroupHiding;
import dev.weft.web.api.Access;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.Envelope;
import dev.weft.web.api.Errors;
import dev.weft.web.api.Rate;
import dev.weft.web.api.Routes;
import java.util.LinkedHashMap;
import java.util.Map;

/// Members hide a group and show it again (as agora-chat 1.4.0 and easemob-websdk 4.21.1 call it).
final class GroupHidingRoutes {

  private static final Rate RATE = Rate.of("group-shield");

  private final GroupHiding hiding;

  GroupHidingRoutes(GroupHiding hiding) {
    this.hiding = hiding;
  }

  void addTo(Routes routes) {
    routes
        .add("POST", "/chatgroups/{}/shield", Access.MEMBER, RATE, call -> hide(call, true))
        .add("DELETE", "/chatgroups/{}/shield", Access.MEMBER, RATE, call -> hide(call, false));
  }

  private Answer hide(Call call, boolean hidden) {
    if (!(call.actor() instanceof Actor.Member)) {
      throw Errors.illegalArgument("a member hides a group with an own token");
    }
    String group = call.parameter(0);
    GroupId id =
        GroupId.parse(call.app().id(), group)
            .orElseThrow(() -> new RefusedException(new Refusal.GroupNotFound(group)));
    hiding.hide(call.app(), call.actor(), id, hidden);
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("result", true);
    data.put("action", hidden ? "shield" : "unshield");
    data.put("user", call.actor().user().value());
    data.put("groupid", group);
    return Envelope.groupData(call, data);
  }
}
