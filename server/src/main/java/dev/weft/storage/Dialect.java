package dev.weft.storage;

/// What the two databases say differently. The stores are written once, in the SQL both know.
enum Dialect {
  /// One writer: what it has read nobody changes, so it asks for no locks. A statement is a call in
  /// the same process.
  SQLITE,

  /// Many writers: what a unit of work has read and will change, it locks. A statement is a journey
  /// to the server and back.
  POSTGRESQL;

  /// The end of a query whose rows the unit of work is going to change: nobody else changes them,
  /// or reads them in this way, until it is over.
  String forUpdate() {
    return switch (this) {
      case SQLITE -> "";
      case POSTGRESQL -> " FOR UPDATE";
    };
  }

  /// The end of a query whose rows must stay as they are until the unit of work is over.
  String forShare() {
    return switch (this) {
      case SQLITE -> "";
      case POSTGRESQL -> " FOR SHARE";
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
  String text(String value) {
    return switch (this) {
      case SQLITE -> value;
      case POSTGRESQL -> value.indexOf('\0') < 0 ? value : value.replace('\0', '\uFFFD');
    };
  }
}
