/// What an app server needs to take a callback: verify it, read it, drop the duplicate,
/// acknowledge.
@NullMarked
package dev.weft.receiver;

import org.jspecify.annotations.NullMarked;
