package dev.weft.gateway.device;

import dev.weft.app.AppKey;
import dev.weft.chat.ConversationId;
import dev.weft.chat.timeline.Conversation;
import dev.weft.gateway.meta.Addresses;
import dev.weft.msync.Jid;
import dev.weft.sync.Followed;
import dev.weft.sync.device.Device;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The queues of one device, in the vendor's word: a conversation in which something has happened
/// since the device came, and how far the device is. Not thread-safe: the device's session calls it
/// under its lock.
///
/// @param <E> what is kept of an entry that goes out later
public final class DeviceQueues<E> {

  private final AppKey app;
  private final Device device;

  private final Levels levels = new Levels();
  private final Map<ConversationId, Queue<E>> queues = new HashMap<>();
  private final Map<String, Queue<E>> byName = new HashMap<>();
  private final Set<ConversationId> subscriptions = new HashSet<>();

  /// What has happened before [#begin]; then null.
  private @Nullable Map<Conversation, Long> early = new HashMap<>();

  /// A conversation in which something has happened since the device came.
  ///
  /// @param address what the client calls it
  public record Queue<E>(Conversation conversation, Jid address, QueueState<E> state) {}

  public DeviceQueues(AppKey app, Device device) {
    this.app = app;
    this.device = device;
  }

  /// The groups and threads that the device hears.
  public Set<ConversationId> subscriptions() {
    return Set.copyOf(subscriptions);
  }

  public void subscribe(ConversationId conversation) {
    subscriptions.add(conversation);
  }

  /// The device hears a conversation from this position on, and nothing before it.
  public void enter(Conversation conversation, long position) {
    subscriptions.add(conversation.id());
    if (early == null && !queues.containsKey(conversation.id())) {
      put(conversation, new QueueState<>(position - 1, position - 1));
    }
  }

  /// The device no longer hears a conversation.
  ///
  /// @return its queue, in which something may be kept that happened before; null if there is none
  public @Nullable Queue<E> forget(ConversationId conversation) {
    subscriptions.remove(conversation);
    Queue<E> queue = queues.remove(conversation);
    if (queue != null) {
      byName.remove(name(queue.address()), queue);
    }
    return queue;
  }

  /// Takes over what the store knows of the device: where it goes on in each conversation.
  public void begin(List<Followed> followed) {
    Map<Conversation, Long> happened = Objects.requireNonNull(early);
    early = null;
    levels.set(followed);
    for (Followed one : followed) {
      long head = Math.max(one.head(), happened.getOrDefault(one.conversation(), 0L));
      happened.remove(one.conversation());
      if (one.from() < head) {
        put(one.conversation(), new QueueState<>(one.from(), head));
      }
    }
    happened.forEach(
        (conversation, position) ->
            put(conversation, new QueueState<>(from(conversation, position), position)));
  }

  /// True if the device has not [begun][#begin]: then the position is remembered until it has.
  public boolean isEarly(Conversation conversation, long position) {
    if (early == null) {
      return false;
    }
    early.merge(conversation, position, Math::max);
    return true;
  }

  /// The queue of a conversation in which something has happened at `position`, made if there is
  /// none.
  public Queue<E> of(Conversation conversation, long position) {
    Queue<E> queue = queues.get(conversation.id());
    if (queue != null) {
      return queue;
    }
    long from = from(conversation, position);
    return put(conversation, new QueueState<>(from, from));
  }

  /// Where the device goes on in a conversation that has no queue. No number of the login will do:
  /// it may be larger than the position of what comes after it, because the clock of another node
  /// is behind or because the entry got its position before the login and is durable only now.
  private long from(Conversation conversation, long position) {
    return levels
        .of(conversation.id())
        .orElseGet(
            () ->
                switch (conversation) {
                  // It did not exist when the device came.
                  case Conversation.OfPair _, Conversation.OfUser _ -> 0;
                  // Nobody is brought up to date in a room.
                  case Conversation.OfRoom _ -> Math.min(device.login(), position - 1);
                  case Conversation.OfGroup _, Conversation.OfThread _ -> position - 1;
                });
  }

  /// The queue that a client calls so; null if there is none.
  public @Nullable Queue<E> find(Jid address) {
    return byName.get(name(address));
  }

  /// The queues that hold something for the device.
  public List<Jid> behind() {
    List<Jid> behind = new ArrayList<>();
    for (Queue<E> queue : queues.values()) {
      if (queue.state().isBehind()) {
        behind.add(queue.address());
      }
    }
    return behind;
  }

  public void clear() {
    queues.clear();
    byName.clear();
  }

  private Queue<E> put(Conversation conversation, QueueState<E> state) {
    Jid address = Addresses.queue(app, conversation, device.user());
    Queue<E> queue = new Queue<>(conversation, address, state);
    queues.put(conversation.id(), queue);
    byName.put(name(address), queue);
    return queue;
  }

  private static String name(Jid queue) {
    return queue.getName() + '@' + queue.getDomain();
  }

  /// Where a device goes on in each conversation that it followed when it came: 16 bytes for each,
  /// because most of them never have a queue.
  private static final class Levels {

    private static final long[] NONE = {};

    /// In their order.
    private long[] conversations = NONE;

    private long[] positions = NONE;

    private void set(List<Followed> followed) {
      List<Followed> sorted =
          followed.stream()
              .sorted(Comparator.comparingLong(one -> one.conversation().id().value()))
              .toList();
      conversations = sorted.stream().mapToLong(one -> one.conversation().id().value()).toArray();
      positions = sorted.stream().mapToLong(Followed::from).toArray();
    }

    /// Everything after this position is for the device; empty if it did not follow the
    /// conversation.
    private OptionalLong of(ConversationId conversation) {
      int place = Arrays.binarySearch(conversations, conversation.value());
      return place < 0 ? OptionalLong.empty() : OptionalLong.of(positions[place]);
    }
  }
}
