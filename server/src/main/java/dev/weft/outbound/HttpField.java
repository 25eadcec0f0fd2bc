package dev.weft.outbound;

/// A header field of an answer. What cannot be printed stands as U+FFFD.
public record HttpField(String name, String value) {}
