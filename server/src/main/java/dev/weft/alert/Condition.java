package dev.weft.alert;

/// Something that is wrong now.
///
/// @param subject what it is about: the name of a rule, of a node. One kind and one subject are one
///   condition, however its detail changes
/// @param detail the numbers, for people
public record Condition(AlertKind kind, String subject, String detail) {

  Key key() {
    return new Key(kind, subject);
  }

  record Key(AlertKind kind, String subject) {}
}
