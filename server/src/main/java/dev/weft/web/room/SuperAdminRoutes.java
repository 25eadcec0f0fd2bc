package dev.weft.web.room;

import dev.weft.app.UserId;
import dev.weft.chat.room.SuperAdmins;
import dev.weft.web.api.Answer;
import dev.weft.web.api.Call;
import dev.weft.web.api.Envelope;
import dev.weft.web.api.Routes;
import dev.weft.web.vendor.GroupBodies;
import dev.weft.web.vendor.Names;
import java.util.List;
import java.util.Map;

/// Super admins of chat rooms over REST (vendor: the pages `chatroom_superadmin_*`).
final class SuperAdminRoutes {

  private static final int DEFAULT_PAGE = 10;
  private static final int MAX_PAGE = 1000;

  private final SuperAdmins admins;

  SuperAdminRoutes(SuperAdmins admins) {
    this.admins = admins;
  }

  void addTo(Routes routes) {
    routes
        .add("GET", "/chatrooms/super_admin", RoomRoutes.RATE, this::list)
        .add("POST", "/chatrooms/super_admin", RoomRoutes.RATE, this::add)
        .add("DELETE", "/chatrooms/super_admin/{}", RoomRoutes.RATE, this::remove);
  }

  /// Pages count from 1.
  private Answer list(Call call) {
    int size = call.query().pageSize("pagesize", DEFAULT_PAGE, MAX_PAGE);
    int page = call.query().number("pagenum").orElse(1);
    List<UserId> shown = admins.list(call.app(), Names.offset(page - 1, size), size);
    return Envelope.of(call)
        .with("params", call.query().params())
        .with("entities", List.of())
        .with("data", shown.stream().map(UserId::value).toList())
        .with("count", shown.size())
        .answer();
  }

  private Answer add(Call call) {
    UserId user =
        call.json()
            .id("superadmin")
            .filter(name -> !name.isEmpty())
            .map(UserId::of)
            .orElseThrow(() -> GroupBodies.mustBeProvided("superadmin"));
    admins.add(call.app(), call.actor(), user);
    return Envelope.groupData(call, Map.of("result", "success", "resource", ""));
  }

  private Answer remove(Call call) {
    UserId user = UserId.of(call.parameter(0));
    admins.remove(call.app(), call.actor(), user);
    return Envelope.groupData(call, Map.of("newSuperAdmin", user.value(), "resource", ""));
  }
}
