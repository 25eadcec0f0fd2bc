package dev.weft.receiver.http;

import java.util.List;
import java.util.Map;

/// A whole answer.
///
/// @param headers by lower-case names
@SuppressWarnings("ArrayRecordComponent") // never compared
public record HttpAnswer(int status, Map<String, List<String>> headers, byte[] body) {}
