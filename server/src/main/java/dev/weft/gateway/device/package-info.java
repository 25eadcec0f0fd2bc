/// What the gateway remembers of a device while it is there: how far it has come in each
/// conversation, and what it has sent lately.
@NullMarked
package dev.weft.gateway.device;

import org.jspecify.annotations.NullMarked;
