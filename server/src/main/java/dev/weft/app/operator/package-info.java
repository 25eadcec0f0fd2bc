/// People who operate an installation: who they are, what they may, what they did.
@NullMarked
package dev.weft.app.operator;

import org.jspecify.annotations.NullMarked;
