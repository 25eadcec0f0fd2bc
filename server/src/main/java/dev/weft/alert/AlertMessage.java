package dev.weft.alert;

import java.util.Map;

/// A notice in the form of its target.
///
/// @param query to be added to the URL; empty for nothing
/// @param headers beside the content type
@SuppressWarnings("ArrayRecordComponent") // Never compared by content.
record AlertMessage(String query, Map<String, String> headers, byte[] body) {}
