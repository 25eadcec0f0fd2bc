/// Metas of the MSYNC protocol, from and to what chat knows: addresses, bodies, notices, history.
@NullMarked
package dev.weft.gateway.meta;

import org.jspecify.annotations.NullMarked;
