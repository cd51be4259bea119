package org.bluejay.badhouse.util;

import org.bluejay.badhouse.Breaks;

/** Stands in a package that says nothing. */
@Breaks("packages_are_named_by_feature")
public record Odds(String ends) {}
