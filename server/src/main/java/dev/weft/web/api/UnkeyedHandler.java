package dev.weft.web.api;

/// Answers calls that make nothing, or the same however often they are made. An idempotency key is
/// not looked at, so that the handler may wait for whatever it likes.
@FunctionalInterface
public interface UnkeyedHandler extends Handler {}
