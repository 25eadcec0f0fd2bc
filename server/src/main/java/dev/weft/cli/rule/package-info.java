/// `weft rule`: callback rules.
@NullMarked
package dev.weft.cli.rule;

import org.jspecify.annotations.NullMarked;
