/// The vendor's calls for messages that come in chunks.
@NullMarked
package dev.weft.web.stream;

import org.jspecify.annotations.NullMarked;
