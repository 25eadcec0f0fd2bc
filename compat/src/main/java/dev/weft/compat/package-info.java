/// The vendor's official clients, unchanged, against a running server.
@NullMarked
package dev.weft.compat;

import org.jspecify.annotations.NullMarked;
