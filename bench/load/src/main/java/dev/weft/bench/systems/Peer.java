package dev.weft.bench.systems;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/// What a Java team would put around its outbox library: the HTTP side, a connection pool, a
/// client. The front and the client are the limit's, so that only the library makes the difference.
/// Each message is handled on a virtual thread and answered once it is committed.
final class Peer {

  /// Jobs at once.
  static final int WORKERS = 64;

  private static final int POSTGRES_CONNECTIONS = 32;

  private Peer() {}

  /// Stores a message, and its callback with it.
  interface Outbox {
    void store(MessageRequest message) throws Exception;
  }

  /// Starts an outbox library.
  interface Maker {
    Outbox make(DataSource database, BlockingCallbacks callbacks) throws Exception;
  }

  /// Runs a peer until its standard input ends.
  ///
  /// @param arguments the database's JDBC address and the receiver's port
  /// @param sqliteConnections for SQLite. It has one writer at a time, and to wait in the pool is
  ///   cheaper than in SQLite: the fewest that the library can live with
  static void run(String[] arguments, int sqliteConnections, Maker maker) throws Exception {
    String url = arguments[0];
    int receiver = Integer.parseInt(arguments[1]);
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(NioIoHandler.newFactory());
    Outbox outbox =
        maker.make(pool(url, sqliteConnections), new BlockingCallbacks(group, receiver));
    int port =
        Front.listen(
            group,
            (message, answer) ->
                Thread.ofVirtual()
                    .start(
                        () -> {
                          try {
                            outbox.store(message);
                            answer.accept(200);
                          } catch (Exception e) {
                            System.err.println("not stored: " + e);
                            answer.accept(503);
                          }
                        }));
    IO.println("ready " + port);
    while (System.in.read() >= 0) {
      // Until whoever started it is gone.
    }
    System.exit(0);
  }

  static boolean isSqlite(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection()) {
      return connection.getMetaData().getURL().startsWith("jdbc:sqlite");
    }
  }

  static void execute(DataSource database, String... statements) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static HikariDataSource pool(String url, int sqliteConnections) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    if (url.startsWith("jdbc:sqlite")) {
      config.setMaximumPoolSize(sqliteConnections);
      config.addDataSourceProperty("journal_mode", "WAL");
      config.addDataSourceProperty("synchronous", "FULL");
      config.addDataSourceProperty("busy_timeout", "30000");
      config.addDataSourceProperty("transaction_mode", "IMMEDIATE");
    } else {
      config.setMaximumPoolSize(POSTGRES_CONNECTIONS);
    }
    return new HikariDataSource(config);
  }
}
