/**
 * The front door: which resources are served below {@code /api/v1}, who may call them, how bodies
 * are read and problems are told, and what is counted and logged of every request. Resources
 * themselves live in the rooms of their features. May use every room below it; nothing uses it.
 */
package org.bluejay.gateway.api;
