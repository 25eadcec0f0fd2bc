package dev.weft.gateway;

import dev.weft.app.AppId;
import dev.weft.chat.Content;
import dev.weft.chat.ConversationId;
import dev.weft.chat.client.SendCheck.Draft;
import dev.weft.chat.client.SendCheck.Verdict;
import dev.weft.chat.timeline.Conversation;
import dev.weft.msync.Meta;
import dev.weft.msync.RouteType;
import java.util.List;

/// Asks whether what a client sends may be sent. Messages to some members of a group alone are not
/// asked about, as at the vendor.
final class DeviceSendCheck {

  private final Services services;

  DeviceSendCheck(Services services) {
    this.services = services;
  }

  Verdict check(DeviceSession session, Meta meta, boolean toGroup, Content content, boolean edit) {
    if (services.sendCheck().isIdle(session.app()) || meta.getRoutetype() == RouteType.DIRECT) {
      return new Verdict.Passed();
    }
    String to = meta.getTo().getName();
    return services
        .sendCheck()
        .check(
            new Draft(
                session.app(),
                session.user(),
                to,
                toGroup ? groups(session.app().id(), to) : List.of(),
                content,
                edit));
  }

  /// The group, or the thread and its group.
  private List<String> groups(AppId app, String to) {
    return ConversationId.parse(app, to)
        .flatMap(
            id -> services.transactions().read(snapshot -> services.timelines().find(snapshot, id)))
        .filter(Conversation.OfThread.class::isInstance)
        .map(Conversation.OfThread.class::cast)
        .map(thread -> List.of(to, thread.parent().toString()))
        .orElseGet(() -> List.of(to));
  }
}
