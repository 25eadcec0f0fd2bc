/// An endpoint in the HTTP server that comes with the JDK.
@NullMarked
package dev.weft.receiver.httpserver;

import org.jspecify.annotations.NullMarked;
