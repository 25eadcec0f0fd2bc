/// HTTP/1.x as bytes: reads heads and bodies of requests strictly, and knows no sockets.
@NullMarked
package dev.weft.web.http.wire;

import org.jspecify.annotations.NullMarked;
