package dev.weft.receiver;

/// A message or an event; eighteen digits, so never a JavaScript number.
public record MessageId(String value) {}
