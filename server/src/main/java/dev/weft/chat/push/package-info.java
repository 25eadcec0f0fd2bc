/// What apps and users set for notifications of devices that are offline. It is kept and answered;
/// this server sends no notification itself.
@NullMarked
package dev.weft.chat.push;

import org.jspecify.annotations.NullMarked;
