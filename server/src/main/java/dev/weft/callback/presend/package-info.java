/// Pre-send hooks: app servers are asked before what a client sends is sent.
@NullMarked
package dev.weft.callback.presend;

import org.jspecify.annotations.NullMarked;
