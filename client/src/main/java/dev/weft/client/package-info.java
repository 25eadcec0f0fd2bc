/// The client of Weft's own API: what an app server, a tool or a test asks of a server.
@NullMarked
package dev.weft.client;

import org.jspecify.annotations.NullMarked;
