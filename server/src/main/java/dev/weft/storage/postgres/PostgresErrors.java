package dev.weft.storage.postgres;

import com.zaxxer.hikari.SQLExceptionOverride;
import dev.weft.tx.StoreFailedException;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the error codes of PostgreSQL mean here (its manual, appendix A).
public final class PostgresErrors implements SQLExceptionOverride {

  /// Two units of work were in each other's way, and this one lost: a serialization failure, a
  /// deadlock, a row that another made first. Run again it sees what the other did.
  private static final Set<String> LOST_A_RACE = Set.of("40001", "40P01", "23505");

  /// The server ends connections: it stops, has crashed, starts, or has waited too long for us.
  private static final Set<String> SERVER_LEAVES =
      Set.of("25P03", "57P01", "57P02", "57P03", "57P05");

  /// The server was made a standby, behind an address that has moved on.
  static final String READ_ONLY = "25006";

  /// A row was locked for longer than anybody waits.
  private static final String LOCK_TIMEOUT = "55P03";

  static boolean hasLostRace(SQLException e) {
    return LOST_A_RACE.contains(state(e));
  }

  static boolean isConnectionLost(SQLException e) {
    String state = state(e);
    return state.startsWith("08") || SERVER_LEAVES.contains(state) || state.equals(READ_ONLY);
  }

  static boolean isLockTimeout(SQLException e) {
    return state(e).equals(LOCK_TIMEOUT);
  }

  /// What the database said, if it was the database.
  static @Nullable SQLException of(StoreFailedException e) {
    return e.getCause() instanceof SQLException cause ? cause : null;
  }

  private static String state(SQLException e) {
    @Nullable String state = e.getSQLState();
    return state == null ? "" : state;
  }

  /// Takes a connection to a standby out of the pool; the pool knows the other reasons.
  @java.lang.Override
  public Override adjudicate(SQLException e) {
    return state(e).equals(READ_ONLY) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
  }
}
