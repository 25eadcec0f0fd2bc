package dev.weft.callback.event;

import dev.weft.app.UserId;
import dev.weft.chat.ChatEvent;
import dev.weft.chat.Message;
import dev.weft.chat.MessageType;
import dev.weft.chat.Recipient;
import dev.weft.chat.Source;
import dev.weft.chat.client.ClientEvent;
import dev.weft.chat.client.SendCheck;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What filters look at, read off an event once for all rules.
///
/// @param operator who did it, in lower case
/// @param receiver the other user of a single chat, in lower case; null elsewhere
/// @param groups the group, or the thread and its group
/// @param type null when the event is not about a message, as are `ext` and `source`
/// @param env the environment of the message, [#NO_ENV] for none and for what is about no message
public record EventFacts(
    String operator,
    @Nullable String receiver,
    List<String> groups,
    @Nullable MessageType type,
    @Nullable String ext,
    @Nullable Source source,
    String env) {

  /// The vendor's word for the route of messages that name no environment.
  public static final String NO_ENV = "default";

  /// Of no environment.
  public EventFacts(
      String operator,
      @Nullable String receiver,
      List<String> groups,
      @Nullable MessageType type,
      @Nullable String ext,
      @Nullable Source source) {
    this(operator, receiver, groups, type, ext, source, NO_ENV);
  }

  public static EventFacts of(ChatEvent event) {
    String operator = event.operator().value().toLowerCase(Locale.ROOT);
    return switch (event) {
      case ChatEvent.OfMessage of -> ofMessage(operator, of.message(), of.source());
      case ChatEvent.MessageStreamed of -> ofMessage(operator, of.message(), of.origin().source());
      case ChatEvent.OfThread of ->
          new EventFacts(
              operator,
              null,
              List.of(of.thread().id().toString(), of.thread().group().toString()),
              null,
              null,
              null);
      case ChatEvent.OfGroup of ->
          new EventFacts(operator, null, List.of(of.group().id().toString()), null, null, null);
      case ChatEvent.RoomSuperAdminsChanged _ ->
          new EventFacts(operator, null, List.of(), null, null, null);
    };
  }

  static EventFacts ofMessage(String operator, Message message, Source source) {
    @Nullable String receiver =
        message.to() instanceof Recipient.ToUser(var user)
            ? user.value().toLowerCase(Locale.ROOT)
            : null;
    List<String> groups =
        switch (message.to()) {
          case Recipient.ToUser _ -> List.of();
          case Recipient.ToGroup(var group) -> List.of(group.toString());
          case Recipient.ToRoom(var room) -> List.of(room.toString());
          case Recipient.ToThread in -> List.of(in.thread().toString(), in.parent().toString());
        };
    return new EventFacts(
        operator,
        receiver,
        groups,
        message.content().type(),
        message.content().ext(),
        source,
        message.env() == null ? NO_ENV : message.env());
  }

  /// Of a reaction to a message. It has no source of its own.
  ///
  /// @param to the other user of a single chat, or the group or thread
  public static EventFacts ofReaction(UserId operator, String to, Message message) {
    String user = operator.value().toLowerCase(Locale.ROOT);
    EventFacts facts = ofMessage(user, message, Source.REST);
    @Nullable String receiver = facts.receiver() == null ? null : to.toLowerCase(Locale.ROOT);
    return new EventFacts(
        user, receiver, facts.groups(), facts.type(), facts.ext(), null, facts.env());
  }

  /// Of what a client is about to send.
  public static EventFacts ofDraft(SendCheck.Draft draft) {
    return new EventFacts(
        draft.from().value().toLowerCase(Locale.ROOT),
        draft.groups().isEmpty() ? draft.to().toLowerCase(Locale.ROOT) : null,
        draft.groups(),
        draft.content().type(),
        draft.content().ext(),
        Source.SDK);
  }

  /// Of what a client did that is not about a message's content.
  public static EventFacts ofClient(ClientEvent event) {
    String operator = event.operator().value().toLowerCase(Locale.ROOT);
    return switch (event) {
      case ClientEvent.SessionChanged _ ->
          new EventFacts(operator, null, List.of(), null, null, null);
      case ClientEvent.ContactChanged changed ->
          new EventFacts(
              operator,
              changed.other().value().toLowerCase(Locale.ROOT),
              List.of(),
              null,
              null,
              null);
      case ClientEvent.MessageRead read ->
          new EventFacts(
              operator,
              read.inGroup() ? null : read.to().toLowerCase(Locale.ROOT),
              read.inGroup() ? List.of(read.to()) : List.of(),
              null,
              null,
              Source.SDK);
      case ClientEvent.KeywordsFound found -> {
        boolean inChat = found.place() == SendCheck.Place.CHAT;
        yield new EventFacts(
            operator,
            inChat ? found.to().toLowerCase(Locale.ROOT) : null,
            inChat ? List.of() : List.of(found.to()),
            MessageType.TXT,
            null,
            Source.SDK);
      }
    };
  }

  /// These facts, of a message whose extension nobody knows any more.
  EventFacts withoutExt() {
    return new EventFacts(operator, receiver, groups, type, null, source, env);
  }
}
