/// Load by clients: many connections, fan-out to groups, messages in and callbacks out.
@NullMarked
package dev.weft.bench.clients;

import org.jspecify.annotations.NullMarked;
