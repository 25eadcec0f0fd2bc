/// Read receipts: who has read what, and whom that is told.
@NullMarked
package dev.weft.sync.receipt;

import org.jspecify.annotations.NullMarked;
