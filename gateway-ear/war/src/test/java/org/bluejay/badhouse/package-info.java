/**
 * A gateway that breaks every rule of the house, each at least once, so that each rule is seen to
 * fail. Laid out as the real one; nothing here is ever run.
 */
package org.bluejay.badhouse;
