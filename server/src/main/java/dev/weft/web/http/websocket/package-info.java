/// What a package that talks over WebSockets sees of one: endpoint, connection, listener.
@NullMarked
package dev.weft.web.http.websocket;

import org.jspecify.annotations.NullMarked;
