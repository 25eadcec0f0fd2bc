/// How users are: what their devices and they themselves say of it, and who wants to know.
@NullMarked
package dev.weft.sync.presence;

import org.jspecify.annotations.NullMarked;
