@NullMarked
package dev.weft.gateway.device;

import org.jspecify.annotations.NullMarked;
