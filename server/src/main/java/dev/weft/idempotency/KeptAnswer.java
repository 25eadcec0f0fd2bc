package dev.weft.idempotency;

/// The answer to a call, as it was sent and is sent again.
///
/// @param body the bytes of the JSON document
@SuppressWarnings("ArrayRecordComponent") // Never compared by content.
public record KeptAnswer(int status, byte[] body) {}
