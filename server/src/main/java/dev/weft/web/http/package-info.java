/// The door: an HTTP/1.x server on Netty whose requests are handled by blocking code on virtual
/// threads, WebSockets beside it, and the bounds of both. Knows no chat.
@NullMarked
package dev.weft.web.http;

import org.jspecify.annotations.NullMarked;
