/// The vendor's calls about chat rooms that groups do not have, or have in another form.
@NullMarked
package dev.weft.web.room;

import org.jspecify.annotations.NullMarked;
