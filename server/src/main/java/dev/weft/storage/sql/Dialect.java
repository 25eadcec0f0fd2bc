package dev.weft.storage.sql;

import java.util.List;

/// What the two databases say differently. The stores are written once, in the SQL both know.
public enum Dialect {
  /// One writer: what it has read nobody changes, so it asks for no locks. A statement is a call in
  /// the same process.
  SQLITE,

  /// Many writers: what a unit of work has read and will change, it locks. A statement is a round
  /// trip to the server and back.
  POSTGRESQL;

  /// The end of a query whose rows the unit of work is going to change: nobody else changes them,
  /// or reads them in this way, until it is over.
  public String forUpdate() {
    return switch (this) {
      case SQLITE -> "";
      case POSTGRESQL -> " FOR UPDATE";
    };
  }

  /// The end of a query whose rows must stay as they are until the unit of work is over.
  public String forShare() {
    return switch (this) {
      case SQLITE -> "";
      case POSTGRESQL -> " FOR SHARE";
    };
  }

  /// Which index a query must use, after the name of its table. PostgreSQL decides that itself.
  public String indexedBy(String index) {
    return switch (this) {
      case SQLITE -> " INDEXED BY " + index;
      case POSTGRESQL -> "";
    };
  }

  /// A query that goes through the table in the order of its numbers.
  public String notIndexed() {
    return switch (this) {
      case SQLITE -> " NOT INDEXED";
      case POSTGRESQL -> "";
    };
  }

  /// Some bytes that are others each time.
  String randomBytes() {
    return switch (this) {
      case SQLITE -> "randomblob(8)";
      case POSTGRESQL -> "decode(md5(random()::text), 'hex')";
    };
  }

  /// The tables that have something of a delivery, its number in a column `delivery`, and nothing
  /// once it is deleted.
  public List<String> partsOfDeliveries() {
    return switch (this) {
      case SQLITE -> List.of("attempts", "attempt_headers");
      case POSTGRESQL -> List.of("attempts", "attempt_headers", "delivery_bodies", "offers");
    };
  }

  /// Where all attempts can be read.
  public String attempts() {
    return switch (this) {
      case SQLITE -> "all_attempts";
      case POSTGRESQL -> "attempts";
    };
  }

  /// A query for the numbers of nodes that have left or were found dead.
  public String goneNodes() {
    return switch (this) {
      case SQLITE -> "SELECT NULL LIMIT 0";
      case POSTGRESQL -> "SELECT number FROM nodes WHERE state = 2";
    };
  }

  /// Whether statements that nobody waits for are sent together with the next.
  boolean pipelines() {
    return switch (this) {
      case SQLITE -> false;
      case POSTGRESQL -> true;
    };
  }

  /// A text as the database takes it. PostgreSQL knows no character zero: it becomes the one that
  /// stands for what cannot be shown.
  public String text(String value) {
    return switch (this) {
      case SQLITE -> value;
      case POSTGRESQL -> value.indexOf('\0') < 0 ? value : value.replace('\0', '\uFFFD');
    };
  }
}
