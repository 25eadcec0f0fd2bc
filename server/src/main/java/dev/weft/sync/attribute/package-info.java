/// What is noted of users and of members of groups, and who follows it.
@NullMarked
package dev.weft.sync.attribute;

import org.jspecify.annotations.NullMarked;
