/// Reads `multipart/form-data`, as files are uploaded.
@NullMarked
package dev.weft.web.multipart;

import org.jspecify.annotations.NullMarked;
