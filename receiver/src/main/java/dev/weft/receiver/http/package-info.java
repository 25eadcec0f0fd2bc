/// HTTP/1.1 over sockets, for callers that must reach every address of a name and say which failed.
@NullMarked
package dev.weft.receiver.http;

import org.jspecify.annotations.NullMarked;
