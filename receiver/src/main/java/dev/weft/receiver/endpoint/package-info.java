/// A whole endpoint without a web framework: from method, headers and body to the status to answer.
@NullMarked
package dev.weft.receiver.endpoint;

import org.jspecify.annotations.NullMarked;
