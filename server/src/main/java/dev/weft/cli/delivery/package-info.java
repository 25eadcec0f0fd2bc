/// `weft deliveries`, `exceptions`, `explain` and `replay`: what became of callbacks, and sending
/// them again.
@NullMarked
package dev.weft.cli.delivery;

import org.jspecify.annotations.NullMarked;
