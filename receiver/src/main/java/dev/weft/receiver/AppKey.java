package dev.weft.receiver;

/// The app a callback speaks for, as `org#app`.
public record AppKey(String value) {}
