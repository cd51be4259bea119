/** The gateway in an application server, driven from outside as an operator and a shop would. */
package org.bluejay.gateway.ear;
