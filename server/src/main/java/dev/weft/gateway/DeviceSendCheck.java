package dev.weft.gateway;

import dev.weft.app.AppId;
import dev.weft.chat.Content;
import dev.weft.chat.ConversationId;
import dev.weft.chat.client.SendCheck.Draft;
import dev.weft.chat.client.SendCheck.Place;
import dev.weft.chat.client.SendCheck.Verdict;
import dev.weft.chat.timeline.Conversation;
import dev.weft.msync.Meta;
import dev.weft.msync.RouteType;
import java.util.List;
import java.util.Optional;

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
    Optional<Conversation> known =
        toGroup ? conversation(session.app().id(), to) : Optional.empty();
    return services
        .sendCheck()
        .check(
            new Draft(
                session.app(),
                session.user(),
                to,
                toGroup ? place(known) : Place.CHAT,
                toGroup ? groups(known, to) : List.of(),
                content,
                edit));
  }

  private Optional<Conversation> conversation(AppId app, String to) {
    return ConversationId.parse(app, to)
        .flatMap(
            id ->
                services.transactions().read(snapshot -> services.timelines().find(snapshot, id)));
  }

  private static Place place(Optional<Conversation> known) {
    return known.filter(Conversation.OfRoom.class::isInstance).isPresent()
        ? Place.ROOM
        : Place.GROUP;
  }

  /// The group, or the thread and its group.
  private static List<String> groups(Optional<Conversation> known, String to) {
    return known
        .filter(Conversation.OfThread.class::isInstance)
        .map(Conversation.OfThread.class::cast)
        .map(thread -> List.of(to, thread.parent().toString()))
        .orElseGet(() -> List.of(to));
  }
}
