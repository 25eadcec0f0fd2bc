package dev.weft.web.http;

import java.time.Duration;

/// What a stranger can make the door hold, and for how long.
///
/// @param connections open at one time; beyond it, who has been idle longest is closed
/// @param bodyBytes the largest body of any request
/// @param window bytes of a body in memory before its handler asks for more
/// @param headTime from the first byte of a head to its last; also from connecting to the first
///   byte
/// @param idleTime between two requests of a connection
/// @param grace how long a body or an answer may make no progress worth the name
/// @param bytesPerSecond what counts as progress, after `grace`
/// @param webSocketIdle how long a WebSocket may say nothing, pongs included
/// @param webSocketFrame the largest message of a WebSocket
/// @param webSocketBacklog bytes that wait for a slow reader before his WebSocket is closed
public record HttpLimits(
    int connections,
    long bodyBytes,
    int window,
    Duration headTime,
    Duration idleTime,
    Duration grace,
    int bytesPerSecond,
    Duration webSocketIdle,
    int webSocketFrame,
    int webSocketBacklog) {

  /// The limits of a server that holds at most `connections`, and takes bodies up to `bodyBytes`.
  public static HttpLimits of(int connections, long bodyBytes) {
    return new HttpLimits(
        connections,
        bodyBytes,
        64 * 1024,
        Duration.ofSeconds(10),
        Duration.ofMinutes(2),
        Duration.ofSeconds(20),
        1024,
        Duration.ofSeconds(180),
        256 * 1024,
        1 << 20);
  }
}
