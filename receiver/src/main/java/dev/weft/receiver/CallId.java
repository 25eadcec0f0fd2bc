package dev.weft.receiver;

/// The id of one callback, the same over all its attempts.
public record CallId(String value) {}
