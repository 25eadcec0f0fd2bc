/// The vendor's client protocol, MSYNC, on WebSockets: sessions, what they send and what they are
/// sent. What it means is decided in the packages of chat and sync.
@NullMarked
package dev.weft.gateway;

import org.jspecify.annotations.NullMarked;
