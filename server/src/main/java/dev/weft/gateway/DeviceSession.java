package dev.weft.gateway;

import dev.weft.app.Actor;
import dev.weft.app.App;
import dev.weft.app.UserId;
import dev.weft.chat.ConversationId;
import dev.weft.chat.timeline.Conversation;
import dev.weft.gateway.PushBatch.Pushed;
import dev.weft.gateway.device.DeviceQueues;
import dev.weft.gateway.device.DeviceQueues.Queue;
import dev.weft.gateway.device.QueueState;
import dev.weft.gateway.device.QueueState.Next;
import dev.weft.gateway.meta.Addresses;
import dev.weft.msync.Jid;
import dev.weft.msync.Meta;
import dev.weft.sync.Followed;
import dev.weft.sync.device.Device;
import dev.weft.web.http.websocket.WebSocketConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/// A device that is logged in: what it hears, and how far it has come in each conversation. It is
/// pushed to from one side and asked from the other; a lock keeps its frames in the order of its
/// state.
final class DeviceSession {

  /// A client that does not read gets no more of what is not kept.
  private static final int MAX_BACKLOG = 256 * 1024;

  private static final Duration NEW = Duration.ofSeconds(60);

  /// So many entries may be confirmed and not written: with [QueueState#MAX_IN_FLIGHT] on their way
  /// they are fewer than the 100 whose ids an SDK remembers, however slow the store is.
  private static final int MAX_UNWRITTEN = 55;

  private final Services services;
  private final App app;
  private final Device device;
  private final WebSocketConnection connection;
  private volatile long expires;

  private final ReentrantLock lock = new ReentrantLock();
  private final DeviceQueues<Rendered> queues;
  private final QueueReader reader;
  private boolean gone;

  DeviceSession(
      Services services, App app, Device device, WebSocketConnection connection, long expires) {
    this.services = services;
    this.app = app;
    this.device = device;
    this.connection = connection;
    this.expires = expires;
    this.queues = new DeviceQueues<>(app.key(), device);
    this.reader = new QueueReader(services, app, device, connection, lock, () -> gone);
  }

  App app() {
    return app;
  }

  /// Who does what this device asks for.
  Actor actor() {
    return new Actor.Member(user(), Optional.of(device.details().resource()));
  }

  UserId user() {
    return device.user();
  }

  Device device() {
    return device;
  }

  /// When its token ends, in ms since 1970; 0 for never.
  long expires() {
    return expires;
  }

  /// The user has shown a token that ends later.
  void renewed(long later) {
    if (expires != 0 && (later == 0 || later > expires)) {
      expires = later;
    }
  }

  /// Whether it has come so lately that it may repeat what it sent before.
  boolean mayRepeat(Instant now) {
    return !device.first() && device.seen().plus(NEW).isAfter(now);
  }

  /// The groups and threads that it hears.
  Set<ConversationId> subscriptions() {
    lock.lock();
    try {
      return queues.subscriptions();
    } finally {
      lock.unlock();
    }
  }

  void subscribe(ConversationId conversation) {
    locked(() -> queues.subscribe(conversation));
  }

  /// It hears a conversation from this position on, and nothing before it.
  void enters(Conversation conversation, long position) {
    locked(() -> queues.enter(conversation, position));
  }

  /// It hears no more of a conversation than what has happened until now.
  void forget(ConversationId conversation) {
    lock.lock();
    try {
      Queue<Rendered> queue = queues.forget(conversation);
      if (queue != null && !gone) {
        // What is kept happened before, and nobody asks for it afterwards.
        Next _ = pushKept(queue, Instant.MAX, Frames::entries);
      }
    } finally {
      lock.unlock();
    }
  }

  /// Takes over what the store knows of the device: where it goes on in each conversation.
  void begin(List<Followed> followed) {
    locked(() -> queues.begin(followed));
  }

  private void locked(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }

  /// Something has happened in a conversation.
  void push(PushBatch batch) {
    Queue<Rendered> queue = null;
    boolean push = false;
    boolean read = false;
    lock.lock();
    try {
      if (gone) {
        return;
      }
      for (Pushed pushed : batch.entries()) {
        Rendered entry = pushed.entry();
        if (!queues.isEarly(entry.conversation(), entry.position())) {
          queue = queue == null ? queues.of(entry.conversation(), entry.position()) : queue;
          Next next = queue.state().appended(pushed.previous(), entry.position(), entry);
          push |= next == Next.PUSH;
          read |= next == Next.READ;
        }
      }
      if (queue != null && push && !read) {
        read = pushKept(queue, Instant.MIN, batch::frame) == Next.READ;
      }
    } finally {
      lock.unlock();
    }
    if (queue != null && read) {
      reader.readLater(queue);
    }
  }

  /// Makes the frame that pushes entries in a queue.
  private interface FrameMaker {
    byte[] frame(Jid queue, List<Meta> metas, long key);
  }

  /// Sends what the queue has kept, up to an entry that must not go out yet.
  ///
  /// @param now when it goes out, for [QueueReader#isEarly]
  private Next pushKept(Queue<Rendered> queue, Instant now, FrameMaker maker) {
    List<Meta> metas = new ArrayList<>(queue.state().kept().size());
    long position = queue.state().sent();
    Rendered early = null;
    for (Rendered entry : queue.state().kept()) {
      if (reader.isEarly(entry, queue, now)) {
        early = entry;
        break;
      }
      position = entry.position();
      Meta meta = entry.metaFor(device);
      if (meta != null) {
        metas.add(meta);
      }
    }
    if (!metas.isEmpty()) {
      connection.send(maker.frame(queue.address(), metas, position));
    }
    if (early != null) {
      reader.hold(queue, early.position());
    }
    return queue.state().pushed(position, metas.size());
  }

  /// There is something in a conversation up to `position`, and what is not known.
  void appended(Conversation conversation, long position) {
    Queue<Rendered> behind = null;
    lock.lock();
    try {
      if (!gone && !queues.isEarly(conversation, position)) {
        Queue<Rendered> queue = queues.of(conversation, position);
        if (queue.state().appended(Long.MAX_VALUE, position, null) == Next.READ) {
          behind = queue;
        }
      }
    } finally {
      lock.unlock();
    }
    if (behind != null) {
      reader.readLater(behind);
    }
  }

  /// What the store knows now of the device: where it goes on in each conversation.
  List<Followed> followed() {
    return services.devices().followed(device);
  }

  /// The groups, threads and rooms that its user is in now, and does not hide.
  Set<ConversationId> heard() {
    Set<ConversationId> heard = new HashSet<>();
    followed().forEach(one -> heard.add(one.conversation().id()));
    services.visits().of(app, user()).forEach(room -> heard.add(room.conversation()));
    return heard;
  }

  /// Sends what is not kept for anybody who is not there.
  void live(byte[] frame) {
    if (connection.backlog() < MAX_BACKLOG) {
      connection.send(frame);
    }
  }

  /// The client asks which queues hold something.
  void unread() {
    locked(() -> connection.send(Frames.unread(queues.behind(), services.clock().millis())));
  }

  /// The client asks for what a queue holds, and confirms what it has.
  ///
  /// @param key everything up to here; 0 if it confirms nothing
  void pull(Jid asked, long key) {
    Queue<Rendered> queue;
    boolean read = false;
    boolean write = false;
    lock.lock();
    try {
      queue = queues.find(asked);
      if (queue == null) {
        if (key == 0) {
          connection.send(Frames.end(asked));
        }
        return;
      }
      Next next;
      if (key == 0) {
        next = queue.state().pulled();
      } else {
        int before = queue.state().room();
        next = queue.state().acknowledged(key);
        int entries = queue.state().room() - before;
        // Nobody is brought up to date in a room: it has no cursors.
        if (!(queue.conversation() instanceof Conversation.OfRoom)) {
          int unwritten =
              services
                  .cursors()
                  .acknowledge(
                      device.id(), queue.conversation().id(), queue.state().confirmed(), entries);
          write = unwritten >= MAX_UNWRITTEN;
        }
      }
      if (next == Next.PUSH) {
        next = pushKept(queue, services.clock().instant(), Frames::entries);
      }
      switch (next) {
        case READ -> read = true;
        case END -> connection.send(Frames.end(queue.address()));
        case PUSH, NOTHING -> {}
      }
    } finally {
      lock.unlock();
    }
    if (write) {
      services.cursors().flush();
    }
    if (read) {
      reader.read(queue);
    }
  }

  /// Puts the device out.
  ///
  /// @param operation of [dev.weft.msync.KickReason]
  /// @param reason what a device that takes over wants it to know
  void kick(int operation, String reason) {
    lock.lock();
    try {
      if (gone) {
        return;
      }
      gone = true;
      connection.send(
          Frames.kicked(
              Addresses.user(app.key(), user().value()),
              services.ids().next(),
              services.clock().millis(),
              operation,
              reason));
      connection.close(WebSocketConnection.NORMAL, "");
    } finally {
      lock.unlock();
    }
  }

  /// Ends the session; the client may come again.
  void close(int code, String reason) {
    connection.close(code, reason);
  }

  /// Nothing more is sent.
  void ended() {
    locked(
        () -> {
          gone = true;
          queues.clear();
        });
  }

  WebSocketConnection connection() {
    return connection;
  }
}
