/// Sends once more: exception storage, resend and replay jobs, and their accounting.
@NullMarked
package dev.weft.delivery.redrive;

import org.jspecify.annotations.NullMarked;
