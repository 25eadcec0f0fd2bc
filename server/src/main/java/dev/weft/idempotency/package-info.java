/// Idempotency keys: a call that carries one is made once, however often it is sent.
@NullMarked
package dev.weft.idempotency;

import org.jspecify.annotations.NullMarked;
