/// One record per package, read from one commented file, the environment and the flags.
@NullMarked
package dev.weft.config;

import org.jspecify.annotations.NullMarked;
