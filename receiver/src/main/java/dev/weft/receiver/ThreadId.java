package dev.weft.receiver;

/// A thread, without the app key in front.
public record ThreadId(String value) {}
