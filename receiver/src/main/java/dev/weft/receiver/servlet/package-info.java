/// An endpoint in any servlet container.
@NullMarked
package dev.weft.receiver.servlet;

import org.jspecify.annotations.NullMarked;
