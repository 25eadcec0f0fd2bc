package dev.weft.storage.postgres.cluster;

import dev.weft.cluster.Signals;
import dev.weft.cluster.Signals.Arrival;
import dev.weft.loop.Loop;
import dev.weft.loop.Loops;
import dev.weft.storage.postgres.PostgresDatabase;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Signals as notifications of PostgreSQL.
///
/// They leave in transactions of their own, on a connection of their own: a notification takes one
/// lock for all commits of the server, which the work itself must not wait for. While one is on its
/// way the next ones collect. A second connection listens.
public final class PostgresSignals implements Signals, AutoCloseable {

  private static final String CHANNEL = "weft";

  /// PostgreSQL takes payloads of less than 8,000 bytes.
  private static final int MAX_PAYLOAD = 7_500;

  /// What is not sent for so long a time is found in the store.
  private static final int MAX_WAITING = 65_536;

  /// A listener looks so often whether it is to end, and whether its connection is still there.
  private static final Duration CHECK = Duration.ofMillis(250);

  private static final Duration SILENCE = Duration.ofSeconds(5);

  /// Batching: signals collect for so long, because each notification costs a transaction and wakes
  /// every node. A device on another node waits this much longer at the most.
  private static final Duration PAUSE = Duration.ofMillis(3);

  /// Signals may be lost for so long before the server is not ready: what they tell of is found in
  /// the store, but later.
  private static final Duration WITHIN = Duration.ofSeconds(60);

  private static final Logger log = LoggerFactory.getLogger(PostgresSignals.class);

  /// What arrivals are in order of: of many only the newest is told.
  private record Ordered(long rule, String conversation) {}

  private final PostgresDatabase database;
  private final Signals signalHandler;
  private final String self = UUID.randomUUID().toString().substring(0, 8);
  private final Loop sender;
  private final Loop listener;
  private @Nullable Connection speaking;
  private @Nullable Connection listening;
  private volatile boolean closing;
  private volatile BooleanSupplier alone = () -> false;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition some = lock.newCondition();
  private Map<Ordered, Long> arrivals = new LinkedHashMap<>();
  private Map<Long, Long> conversations = new LinkedHashMap<>();
  private Set<String> words = new LinkedHashSet<>();

  /// @param signalHandler receives what other nodes signal, and everything once when something may
  ///   have been missed
  PostgresSignals(PostgresDatabase database, Signals signalHandler, Loops loops) {
    this.database = database;
    this.signalHandler = signalHandler;
    sender = loops.vital("signal-sender", WITHIN, this::send);
    listener = loops.vital("signal-listener", WITHIN, this::listen);
  }

  /// What each message would say is not said while nobody is there to hear it.
  ///
  /// @param alone true while this is the only node
  public void quietWhile(BooleanSupplier alone) {
    this.alone = alone;
  }

  /// Speaks and listens from now on.
  public void start() {
    sender.start();
    listener.start();
  }

  @Override
  public void arrived(Arrival arrival) {
    if (alone.getAsBoolean()) {
      return;
    }
    lock.lock();
    try {
      if (arrivals.size() < MAX_WAITING) {
        Ordered of = new Ordered(arrival.rule(), arrival.conversation());
        arrivals.merge(of, arrival.row(), Math::max);
        some.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void rulesChanged() {
    say("rules");
  }

  @Override
  public void healthChanged() {
    say("health");
  }

  @Override
  public void resumed(long rule) {
    say("resumed " + rule);
  }

  @Override
  public void retryNow(long rule) {
    say("retry " + rule);
  }

  @Override
  public void jobsChanged() {
    say("jobs");
  }

  @Override
  public void partitionsChanged() {
    say("partitions");
  }

  @Override
  public void conversationAt(long conversation, long position) {
    if (alone.getAsBoolean()) {
      return;
    }
    lock.lock();
    try {
      if (conversations.size() < MAX_WAITING) {
        conversations.merge(conversation, position, Math::max);
        some.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void membersChanged(long conversation, long position) {
    if (!alone.getAsBoolean()) {
      say("members %d %d".formatted(conversation, position));
    }
  }

  @Override
  public void deviceLoggedIn(long device, long login) {
    say("device %d %d".formatted(device, login));
  }

  @Override
  public void sessionEnded(long device, long login, String why) {
    say("ended %d %d %s".formatted(device, login, why));
  }

  @Override
  public void presenceChanged(long app, String user) {
    say("presence %d %s".formatted(app, URLEncoder.encode(user, StandardCharsets.UTF_8)));
  }

  @Override
  public void conversationsMissed() {}

  private void say(String word) {
    lock.lock();
    try {
      if (words.size() < MAX_WAITING) {
        words.add(word);
        some.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Sends what has collected. What cannot be sent is lost, and found in the store by the others.
  private @Nullable Duration send() throws Exception {
    List<String> payloads = next();
    if (payloads.isEmpty()) {
      if (closing) {
        drop(speaking);
        return null;
      }
      return Duration.ZERO;
    }
    boolean sent = false;
    try {
      if (speaking == null) {
        speaking = database.connect(SILENCE);
        execute(speaking, "SET synchronous_commit = off");
      }
      notify(speaking, payloads);
      sent = true;
    } finally {
      if (!sent) {
        drop(speaking);
        speaking = null;
      }
    }
    return closing ? Duration.ZERO : PAUSE;
  }

  /// What is to be sent; nothing if nothing came for a while, or this is closed.
  private List<String> next() throws InterruptedException {
    Map<Ordered, Long> lanes;
    Map<Long, Long> moved;
    Set<String> said;
    lock.lock();
    try {
      long nanos = SILENCE.toNanos();
      while (arrivals.isEmpty() && words.isEmpty() && conversations.isEmpty()) {
        if (closing || nanos <= 0) {
          return List.of();
        }
        nanos = some.awaitNanos(nanos);
      }
      lanes = arrivals;
      said = words;
      moved = conversations;
      arrivals = new LinkedHashMap<>();
      words = new LinkedHashSet<>();
      conversations = new LinkedHashMap<>();
    } finally {
      lock.unlock();
    }
    SignalText text = new SignalText(self, MAX_PAYLOAD);
    said.forEach(text::word);
    lanes.forEach((of, row) -> text.arrival(new Arrival(of.rule(), of.conversation(), row)));
    moved.forEach(text::conversation);
    return text.payloads();
  }

  private static void notify(Connection connection, List<String> payloads) throws SQLException {
    try (var statement = connection.prepareStatement("SELECT pg_notify(?, ?)")) {
      for (String payload : payloads) {
        statement.setString(1, CHANNEL);
        statement.setString(2, payload);
        boolean _ = statement.execute();
      }
    }
  }

  /// Listens for a moment.
  private @Nullable Duration listen() throws Exception {
    if (listener.isClosing()) {
      drop(listening);
      return null;
    }
    boolean received = false;
    try {
      if (listening == null) {
        listening = database.connect(SILENCE);
        execute(listening, "LISTEN " + CHANNEL);
        missed();
      }
      receive(listening);
      received = true;
    } finally {
      if (!received) {
        drop(listening);
        listening = null;
      }
    }
    return Duration.ZERO;
  }

  private void receive(Connection connection) throws SQLException {
    PGNotification[] received =
        connection.unwrap(PGConnection.class).getNotifications((int) CHECK.toMillis());
    if (received == null || received.length == 0) {
      execute(connection, "SELECT 1");
      return;
    }
    for (PGNotification one : received) {
      SignalText.read(one.getParameter(), self, signalHandler);
    }
  }

  /// Nobody knows what was said while this did not listen. Arrivals are looked for in the store.
  private void missed() {
    signalHandler.rulesChanged();
    signalHandler.healthChanged();
    signalHandler.jobsChanged();
    signalHandler.partitionsChanged();
    signalHandler.conversationsMissed();
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      boolean _ = statement.execute(sql);
    }
  }

  private static void drop(@Nullable Connection connection) {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (SQLException e) {
      log.debug("already gone reason=\"{}\"", e.getMessage());
    }
  }

  /// Says what is left to be said, and ends.
  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      some.signal();
    } finally {
      lock.unlock();
    }
    try {
      sender.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    listener.close();
    drop(listening);
  }
}
