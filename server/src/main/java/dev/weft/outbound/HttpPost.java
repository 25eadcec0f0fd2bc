package dev.weft.outbound;

import java.util.Map;

/// A request to be sent.
///
/// @param headers beside those of HTTP itself, in their order
@SuppressWarnings("ArrayRecordComponent") // Never compared by content.
public record HttpPost(CallbackUrl url, Map<String, String> headers, byte[] body) {}
