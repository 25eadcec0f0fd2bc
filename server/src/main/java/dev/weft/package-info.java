/// The front door. Every long-lived object of the server is made here, top to bottom.
@NullMarked
package dev.weft;

import org.jspecify.annotations.NullMarked;
