package dev.weft.gateway;

import dev.weft.app.AppId;
import dev.weft.chat.ChatEvent;
import dev.weft.chat.ChatEvent.OfMessage;
import dev.weft.chat.ChatEvent.ThreadState;
import dev.weft.chat.ConversationId;
import dev.weft.chat.timeline.Appended;
import dev.weft.chat.timeline.Conversation;
import dev.weft.chat.timeline.EntryKind;
import dev.weft.loop.FairQueue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves its share of the conversations, one thing after another.
final class FanoutWorker {

  /// What may wait for one worker, which serves apps in turn. Beyond, only that there is something
  /// is kept, of the app that has most, and devices read it from the store.
  private static final int MAX_WAITING = 8_192;

  /// What a worker takes at once, so that entries of one conversation leave together.
  private static final int MOST_AT_ONCE = 32;

  /// How long a worker waits for something before it looks whether it is to end.
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final Logger log = LoggerFactory.getLogger(FanoutWorker.class);

  /// What a worker does next.
  sealed interface Job {

    record Push(Appended appended, @Nullable ChatEvent event) implements Job {}

    record Changed(OfMessage event, ThreadState state) implements Job {}

    record MembersChanged(ConversationId conversation, long position) implements Job {}

    record MaybeLeft(DeviceSession session, ConversationId conversation) implements Job {}
  }

  private final FairQueue<Job> jobs = new FairQueue<>(MAX_WAITING);
  private final Map<Conversation, Long> missed = new ConcurrentHashMap<>();
  private @Nullable Thread thread;

  private final Sessions sessions;
  private final Consumer<List<Job.Push>> push;
  private final Consumer<Job> other;

  /// @param push pushes messages of one conversation, in their order
  /// @param other does anything else
  FanoutWorker(Sessions sessions, Consumer<List<Job.Push>> push, Consumer<Job> other) {
    this.sessions = sessions;
    this.push = push;
    this.other = other;
  }

  void add(AppId app, Job job) {
    @Nullable Job dropped = jobs.offer(app, job);
    if (dropped != null) {
      missed(dropped);
    }
  }

  /// Of a thread that has changed nothing is lost: the next change says more.
  private void missed(Job job) {
    if (job instanceof Job.Push(var appended, _)) {
      missed.merge(appended.conversation(), appended.entry().position(), Math::max);
    }
  }

  void start() {
    thread = Thread.ofVirtual().name("weft-fanout").start(this::run);
  }

  private void run() {
    List<Job> taken = new ArrayList<>();
    try {
      while (!Thread.currentThread().isInterrupted()) {
        @Nullable Job next = jobs.poll(PATIENCE);
        if (next != null) {
          taken.add(next);
          jobs.drainTo(taken, MOST_AT_ONCE - 1);
          serve(taken);
          taken.clear();
        }
        if (!missed.isEmpty()) {
          catchUp();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Messages of one conversation go out together, but not past anything else that comes between.
  private void serve(List<Job> taken) {
    Map<ConversationId, List<Job.Push>> together = new LinkedHashMap<>();
    for (Job job : taken) {
      if (job instanceof Job.Push push && push.appended().entry().kind() != EntryKind.NOTICE) {
        together
            .computeIfAbsent(push.appended().conversation().id(), _ -> new ArrayList<>())
            .add(push);
      } else {
        pushAll(together);
        guarded(List.of(job), () -> other.accept(job));
      }
    }
    pushAll(together);
  }

  private void pushAll(Map<ConversationId, List<Job.Push>> together) {
    together.values().forEach(jobs -> guarded(jobs, () -> push.accept(jobs)));
    together.clear();
  }

  private void guarded(List<? extends Job> served, Runnable action) {
    try {
      action.run();
    } catch (RuntimeException e) {
      log.error("not pushed, devices read it later reason=\"{}\"", e.getMessage(), e);
      served.forEach(this::missed);
    }
  }

  private void catchUp() {
    for (Conversation conversation : List.copyOf(missed.keySet())) {
      Long position = missed.remove(conversation);
      if (position != null) {
        sessions
            .audience(conversation)
            .forEach(session -> session.appended(conversation, position));
      }
    }
  }

  void stop() {
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
  }
}
