package dev.weft.storage.postgres;

import dev.weft.tx.StoreFailedException;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Properties;

/// Where a PostgreSQL database is and how to get in.
///
/// @param url the address as JDBC writes it; its parameters, TLS among them, are the driver's
/// @param user the role; empty for the one in the address, or of this process
/// @param password the role's password; empty for the one in the address, or in a `.pgpass` file
/// @param connections the most connections one process keeps for its work
/// @param direct the address past a pooler, for the connections that need a session of their own;
///   empty if there is no pooler
public record PostgresAddress(
    String url, String user, String password, int connections, String direct) {

  /// An address without a pooler in between.
  public PostgresAddress(String url, String user, String password, int connections) {
    this(url, user, password, connections, "");
  }

  /// What every address of PostgreSQL begins with.
  public static final String SCHEME = "jdbc:postgresql:";

  /// The server and the database, and nothing else that stands in the address: it may hold a
  /// password.
  ///
  /// @throws StoreFailedException if it cannot be read
  public String place() {
    Properties parts = parts();
    return parts.getProperty("PGHOST") + ":" + parts.getProperty("PGPORT") + "/" + database();
  }

  public String database() {
    return parts().getProperty("PGDBNAME", "");
  }

  /// The role as it is known here; the driver may know a better one.
  String role() {
    return user.isEmpty() ? parts().getProperty("user", "") : user;
  }

  /// What the driver reads in the address.
  private Properties parts() {
    try {
      Properties parts = new Properties();
      for (DriverPropertyInfo part :
          DriverManager.getDriver(url).getPropertyInfo(url, new Properties())) {
        if (part.value != null) {
          parts.setProperty(part.name, part.value);
        }
      }
      return parts;
    } catch (SQLException e) {
      throw new StoreFailedException(
          "the address of the database is not one of PostgreSQL: jdbc:postgresql://HOST:PORT/NAME",
          new IllegalArgumentException(e));
    }
  }

  @Override
  public String toString() {
    return "PostgresAddress[" + place() + "]";
  }
}
