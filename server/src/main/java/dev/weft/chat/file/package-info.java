/// Uploaded files, their share secrets, and how long they are kept.
@NullMarked
package dev.weft.chat.file;

import org.jspecify.annotations.NullMarked;
