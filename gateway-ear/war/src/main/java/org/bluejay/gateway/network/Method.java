package org.bluejay.gateway.network;

import java.util.UUID;
import org.bluejay.connector.network.MethodDescriptor;

/**
 * A way to pay that a shop can offer now.
 *
 * @param channelId the channel through which it is paid
 * @param network whose method it is
 * @param descriptor what it takes: currencies, limits, inputs
 */
public record Method(UUID channelId, String network, MethodDescriptor descriptor) {}
