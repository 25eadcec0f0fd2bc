package dev.weft.receiver;

/// A callback this library has no record for, or one that lacks what its record needs.
///
/// Its signature was checked like any other's, and `envelope().body()` has all of it.
public record UnknownCallback(Envelope envelope) implements Callback {}
