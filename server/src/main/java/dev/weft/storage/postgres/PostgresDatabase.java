package dev.weft.storage.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.weft.storage.sql.Dialect;
import dev.weft.storage.sql.Migrations;
import dev.weft.storage.sql.Sql;
import dev.weft.tx.StoreFailedException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens connections to one PostgreSQL database, with the limits under which nobody waits for ever:
/// not for a statement, not for a lock, not for a process that stands still, not for a network that
/// is silent.
public final class PostgresDatabase {

  /// The oldest version that is still maintained and tested here.
  private static final int OLDEST = 14;

  /// A statement that takes longer has gone wrong: the longest read some 10,000 rows.
  private static final Duration STATEMENT = Duration.ofSeconds(30);

  /// Units of work are some milliseconds long: who waits longer for another is told to come again.
  private static final Duration LOCK = Duration.ofSeconds(4);

  /// A process that was stopped in the middle of its work holds its locks no longer than this.
  private static final Duration IDLE_IN_TRANSACTION = Duration.ofSeconds(5);

  /// How long a connection may take to come about, and a caller may wait for one.
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /// A server that answers nothing for longer than any statement may take is not there any more.
  private static final Duration SILENCE = STATEMENT.plusSeconds(5);

  /// SQLSTATE of a database that is not there.
  private static final String NO_SUCH_DATABASE = "3D000";

  /// Every statement here was written for an index. Without statistics, in the first minute of a
  /// table that grows fast, the planner takes a scan of all of it for cheaper, and keeps that plan.
  private static final String BY_INDEX =
      " SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off;"
          + " SET jit = off; ";

  /// A commit that PostgreSQL may forget when it crashes is none. Some switch it off for a server,
  /// a database or a role; how far standbys are waited for is theirs to say.
  private static final String DURABLE =
      "SELECT set_config('synchronous_commit', 'on', false)"
          + " WHERE current_setting('synchronous_commit') = 'off'";

  /// What roles, databases and servers may be set to, and what the units of work here do not stand:
  /// they lock what they read, so a stricter isolation only makes them fail. Older versions do not
  /// know all of these.
  private static final String OWN_TIMES_AND_ISOLATION =
      "SET default_transaction_isolation = 'read committed'; SET default_transaction_deferrable ="
          + " off; SELECT set_config(name, '0', false) FROM pg_settings WHERE name IN"
          + " ('transaction_timeout', 'idle_session_timeout');";

  /// What the driver logs it also throws, and its log shows addresses with the passwords in them.
  private static final java.util.logging.Logger DRIVER =
      java.util.logging.Logger.getLogger("org.postgresql");

  private static final Logger log = LoggerFactory.getLogger(PostgresDatabase.class);

  private final PostgresAddress address;

  public PostgresDatabase(PostgresAddress address) {
    this.address = address;
    DRIVER.setLevel(Level.OFF);
  }

  /// Looks whether the database can be used and brings its schema up to date.
  ///
  /// @throws StoreFailedException saying in one sentence why it cannot
  void prepare() {
    try (Connection connection = connect()) {
      requireVersion(connection);
      try (Sql sql = new Sql(connection, Dialect.POSTGRESQL)) {
        requireEncoding(sql);
        requireWrites(sql);
        warnOfLosses(sql);
        Migrations.postgresql().apply(sql);
      }
    } catch (SQLException e) {
      throw refusal(e);
    } catch (StoreFailedException e) {
      throw e.getCause() instanceof SQLException cause ? refusal(cause) : e;
    }
  }

  /// A connection of its own, without the limits of the pool's.
  public Connection connect() throws SQLException {
    return withoutLimits(address.url(), properties());
  }

  /// A session of its own, past a pooler; given up when the server answers nothing for `silence`,
  /// to the second.
  public Connection connect(Duration silence) throws SQLException {
    Properties properties = properties();
    properties.setProperty("connectTimeout", Long.toString(silence.toSeconds()));
    properties.setProperty("socketTimeout", Long.toString(silence.toSeconds()));
    String url = address.direct().isEmpty() ? address.url() : address.direct();
    return withoutLimits(url, properties);
  }

  /// Those that a role, a database or a server sets do not hold either.
  private static Connection withoutLimits(String url, Properties properties) throws SQLException {
    Connection connection = DriverManager.getConnection(url, properties);
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "SET statement_timeout = 0; SET lock_timeout = 0; SET idle_in_transaction_session_timeout"
              + " = 0; "
              + OWN_TIMES_AND_ISOLATION);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private void requireVersion(Connection connection) throws SQLException {
    int version = connection.getMetaData().getDatabaseMajorVersion();
    if (version < OLDEST) {
      throw unusable(
          "PostgreSQL %d at %s is too old: Weft needs %d or newer"
              .formatted(version, address.place(), OLDEST),
          new IllegalStateException("version " + version));
    }
  }

  private void requireEncoding(Sql sql) {
    String encoding = sql.one("SHOW server_encoding", row -> row.text(1)).orElse("");
    if (!encoding.equals("UTF8")) {
      throw unusable(
          "the database %s has the encoding %s: make one with ENCODING 'UTF8'"
              .formatted(address.place(), encoding),
          new IllegalStateException("encoding " + encoding));
    }
  }

  /// A schema that is up to date needs no write until the first unit of work.
  private void requireWrites(Sql sql) {
    if (sql.one("SHOW transaction_read_only", row -> row.text(1)).orElse("").equals("on")) {
      throw unusable(onlyReads(), new IllegalStateException("read only"));
    }
  }

  private String onlyReads() {
    return "PostgreSQL at %s lets the user \"%s\" only read: it is a standby, or default_transaction_read_only is on; name the primary in store.database, or switch that off for the role, the database and the server"
        .formatted(address.place(), address.role());
  }

  /// Whoever has switched this off knows that a machine that loses its power may lose data; who has
  /// not looked should hear of it.
  private void warnOfLosses(Sql sql) {
    if (sql.one("SHOW fsync", row -> row.text(1)).orElse("").equals("off")) {
      log.warn(
          "fsync is off at {}: what Weft has answered may be lost with the machine's power",
          address.place());
    }
  }

  /// What the driver says, in words that say what to do.
  private StoreFailedException refusal(SQLException e) {
    @Nullable String state = e.getSQLState();
    String place = address.place();
    String sentence =
        switch (isNoSuchDatabase(e) ? NO_SUCH_DATABASE : String.valueOf(state)) {
          case "28P01", "28000" ->
              "PostgreSQL at %s does not let the user \"%s\" in: check store.user and store.password (%s)"
                  .formatted(place, address.role(), e.getMessage());
          case NO_SUCH_DATABASE ->
              "there is no database \"%s\" on the PostgreSQL at %s: create it first, or correct store.database"
                  .formatted(address.database(), place);
          case "42501" ->
              "the user \"%s\" may not do what is needed in the database %s: GRANT CREATE ON SCHEMA public, or make it the owner (%s)"
                  .formatted(address.role(), place, e.getMessage());
          case PostgresErrors.READ_ONLY -> onlyReads();
          default ->
              PostgresErrors.isConnectionLost(e)
                  ? "cannot reach PostgreSQL at %s: is it running, and is store.database its address? (%s)"
                      .formatted(place, e.getMessage())
                  : "cannot use the database %s: %s".formatted(place, e.getMessage());
        };
    return unusable(sentence, e);
  }

  /// PgBouncer hands on what PostgreSQL says under a state of its own, 08P01.
  private static boolean isNoSuchDatabase(SQLException e) {
    String said = String.valueOf(e.getMessage());
    return said.contains("database \"") && said.endsWith("does not exist");
  }

  private static StoreFailedException unusable(String sentence, Exception cause) {
    return new StoreFailedException(sentence, cause);
  }

  /// Connections that are kept and replaced as they come and go; the database may be away.
  HikariDataSource openPool() {
    HikariConfig config = new HikariConfig();
    config.setPoolName("weft");
    config.setJdbcUrl(address.url());
    config.setDataSourceProperties(properties());
    config.setMaximumPoolSize(address.connections());
    config.setAutoCommit(false);
    // By hand, not with the connection's start: a pooler in between would not let it pass.
    config.setConnectionInitSql(
        "SET statement_timeout = %d; SET lock_timeout = %d; SET idle_in_transaction_session_timeout = %d; "
                .formatted(STATEMENT.toMillis(), LOCK.toMillis(), IDLE_IN_TRANSACTION.toMillis())
            + OWN_TIMES_AND_ISOLATION
            + BY_INDEX
            + DURABLE);
    config.setIsolateInternalQueries(true);
    config.setConnectionTimeout(CONNECT.toMillis());
    config.setInitializationFailTimeout(-1);
    config.setExceptionOverrideClassName(PostgresErrors.class.getName());
    return new HikariDataSource(config);
  }

  /// What stands in the address itself wins over these.
  private Properties properties() {
    Properties properties = new Properties();
    if (!address.user().isEmpty()) {
      properties.setProperty("user", address.user());
    }
    if (!address.password().isEmpty()) {
      properties.setProperty("password", address.password());
    }
    properties.setProperty("ApplicationName", "weft");
    properties.setProperty("connectTimeout", Long.toString(CONNECT.toSeconds()));
    properties.setProperty("socketTimeout", Long.toString(SILENCE.toSeconds()));
    properties.setProperty("tcpKeepAlive", "true");
    // What stands in a row must not come into a log with an error.
    properties.setProperty("logServerErrorDetail", "false");
    return properties;
  }
}
