package dev.weft.chat.moderation;

/// What is done with a text in which a keyword stands, by the vendor's words.
public enum Disposition {
  /// Nothing: the list is an allow list, and what it finds is no find of another list.
  PASS,
  /// The text is refused.
  REJECT,
  /// The keyword is replaced by `***`.
  EXCHANGE
}
