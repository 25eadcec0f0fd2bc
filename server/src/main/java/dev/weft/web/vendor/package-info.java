/// The vendor's REST API: users, groups, threads, messages, files, history.
@NullMarked
package dev.weft.web.vendor;

import org.jspecify.annotations.NullMarked;
