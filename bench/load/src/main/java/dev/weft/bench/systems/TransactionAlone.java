package dev.weft.bench.systems;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// What any outbox does in the database, and nothing else: a message, its thread's counter and a
/// callback in one transaction, and later a mark on the callback, many in one transaction.
public final class TransactionAlone {

  private static final int THREADS = 1_000;
  private static final int SETTLE = 64;
  private static final String MESSAGE = "m".repeat(500);
  private static final String CALLBACK = "c".repeat(1_100);

  private TransactionAlone() {}

  /// Runs it.
  ///
  /// @param arguments the database's JDBC address, milliseconds, connections, messages that share a
  ///   transaction
  public static void main(String[] arguments) throws Exception {
    String url = arguments[0];
    long millis = Long.parseLong(arguments[1]);
    int connections = Integer.parseInt(arguments[2]);
    int groupCommit = Integer.parseInt(arguments[3]);
    tables(url);
    AtomicInteger next = new AtomicInteger();
    IO.println("begin");
    long count = 0;
    try (ExecutorService executor = Executors.newFixedThreadPool(connections)) {
      List<Future<Long>> counts = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        counts.add(executor.submit(() -> run(url, millis, groupCommit, next)));
      }
      for (Future<Long> each : counts) {
        count += each.get();
      }
    }
    Repeat.done(count);
  }

  private static void tables(String url) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      if (url.startsWith("jdbc:sqlite")) {
        statement.execute("pragma journal_mode = wal");
      }
      statement.execute("create table thread (id integer primary key, messages bigint not null)");
      statement.execute("create table message (id integer primary key, body text not null)");
      statement.execute(
          "create table outbox (id integer primary key, state integer not null, body text not"
              + " null)");
      connection.setAutoCommit(false);
      try (PreparedStatement insert =
          connection.prepareStatement("insert into thread (id, messages) values (?, 0)")) {
        for (int id = 0; id < THREADS; id++) {
          insert.setInt(1, id);
          insert.addBatch();
        }
        insert.executeBatch();
      }
      connection.commit();
    }
  }

  private static long run(String url, long millis, int groupCommit, AtomicInteger next)
      throws Exception {
    try (Connection connection = DriverManager.getConnection(url)) {
      if (url.startsWith("jdbc:sqlite")) {
        try (Statement statement = connection.createStatement()) {
          statement.execute("pragma synchronous = full");
        }
      }
      connection.setAutoCommit(false);
      try (PreparedStatement message =
              connection.prepareStatement("insert into message (id, body) values (?, ?)");
          PreparedStatement thread =
              connection.prepareStatement(
                  "update thread set messages = messages + 1 where id = ?");
          PreparedStatement callback =
              connection.prepareStatement("insert into outbox (id, state, body) values (?, 0, ?)");
          PreparedStatement settle =
              connection.prepareStatement("update outbox set state = 1 where id = ?")) {
        List<Integer> unsettled = new ArrayList<>();
        return Repeat.count(
            millis,
            () -> {
              for (int i = 0; i < groupCommit; i++) {
                int id = next.getAndIncrement();
                message.setInt(1, id);
                message.setString(2, MESSAGE);
                message.executeUpdate();
                thread.setInt(1, id % THREADS);
                thread.executeUpdate();
                callback.setInt(1, id);
                callback.setString(2, CALLBACK);
                callback.executeUpdate();
                unsettled.add(id);
              }
              connection.commit();
              if (unsettled.size() >= SETTLE) {
                for (int id : unsettled) {
                  settle.setInt(1, id);
                  settle.executeUpdate();
                }
                unsettled.clear();
                connection.commit();
              }
              return groupCommit;
            });
      }
    }
  }
}
