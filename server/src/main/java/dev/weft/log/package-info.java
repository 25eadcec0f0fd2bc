/// Log lines as JSON, for those whose platform reads them so.
@NullMarked
package dev.weft.log;

import org.jspecify.annotations.NullMarked;
