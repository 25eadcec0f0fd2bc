package dev.weft.gateway;

import dev.weft.app.AppId;
import dev.weft.app.UserId;
import dev.weft.chat.ConversationId;
import dev.weft.chat.timeline.Conversation;
import dev.weft.sync.device.DeviceId;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The devices that are logged in at this node, by user and by what they hear.
public final class Sessions {

  private final Map<DeviceId, DeviceSession> byDevice = new ConcurrentHashMap<>();
  private final Map<UserKey, Set<DeviceSession>> byUser = new ConcurrentHashMap<>();
  private final Map<ConversationId, Set<DeviceSession>> listeners = new ConcurrentHashMap<>();

  private final Map<AppId, Integer> byApp = new ConcurrentHashMap<>();

  private record UserKey(AppId app, UserId user) {}

  /// How many devices are logged in.
  public int size() {
    return byDevice.size();
  }

  /// How many devices of `app` are logged in.
  int sizeOf(AppId app) {
    return byApp.getOrDefault(app, 0);
  }

  /// Adds a session. Answers the one that was there for the same device, or null.
  @Nullable
  public DeviceSession add(DeviceSession session) {
    byUser.compute(
        key(session),
        (_, all) -> {
          Set<DeviceSession> set = all == null ? ConcurrentHashMap.newKeySet(2) : all;
          set.add(session);
          return set;
        });
    @Nullable DeviceSession before = byDevice.put(session.device().id(), session);
    if (before == null) {
      byApp.merge(session.app().id(), 1, Integer::sum);
    }
    return before;
  }

  /// Removes a session and all that it hears. False if another one of the device is there.
  boolean remove(DeviceSession session) {
    byUser.computeIfPresent(
        key(session),
        (_, all) -> {
          all.remove(session);
          return all.isEmpty() ? null : all;
        });
    session.subscriptions().forEach(conversation -> unsubscribe(session, conversation));
    boolean removed = byDevice.remove(session.device().id(), session);
    if (removed) {
      byApp.computeIfPresent(session.app().id(), (_, count) -> count == 1 ? null : count - 1);
    }
    return removed;
  }

  private static UserKey key(DeviceSession session) {
    return new UserKey(session.app().id(), session.user());
  }

  /// The session of a device.
  @Nullable
  public DeviceSession of(DeviceId device) {
    return byDevice.get(device);
  }

  /// The sessions of a user.
  public Collection<DeviceSession> of(AppId app, UserId user) {
    Set<DeviceSession> all = byUser.get(new UserKey(app, user));
    return all == null ? List.of() : all;
  }

  Collection<DeviceSession> all() {
    return byDevice.values();
  }

  /// From now on the session hears a group or thread.
  void subscribe(DeviceSession session, ConversationId conversation) {
    listeners.compute(
        conversation,
        (_, all) -> {
          Set<DeviceSession> set = all == null ? ConcurrentHashMap.newKeySet(2) : all;
          set.add(session);
          return set;
        });
  }

  void unsubscribe(DeviceSession session, ConversationId conversation) {
    listeners.computeIfPresent(
        conversation,
        (_, all) -> {
          all.remove(session);
          return all.isEmpty() ? null : all;
        });
  }

  /// Who hears a conversation.
  Collection<DeviceSession> audience(Conversation conversation) {
    return switch (conversation) {
      case Conversation.OfGroup _, Conversation.OfRoom _, Conversation.OfThread _ ->
          audience(conversation.id());
      case Conversation.OfUser of -> of(of.app(), of.user());
      case Conversation.OfPair pair -> {
        Set<DeviceSession> both = new HashSet<>(of(pair.app(), pair.low()));
        both.addAll(of(pair.app(), pair.high()));
        yield both;
      }
    };
  }

  Collection<DeviceSession> audience(ConversationId conversation) {
    Set<DeviceSession> all = listeners.get(conversation);
    return all == null ? List.of() : all;
  }
}
