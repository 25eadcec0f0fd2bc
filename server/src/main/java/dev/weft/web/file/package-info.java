/// Uploads and downloads: the files of messages, and those that groups share.
@NullMarked
package dev.weft.web.file;

import org.jspecify.annotations.NullMarked;
