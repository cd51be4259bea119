package org.bluejay.gateway.invoice;

import java.util.UUID;
import org.bluejay.connector.Environment;
import org.bluejay.gateway.network.Channel;

/** Where money was seen: a channel, and so a shop. */
record ChannelRef(
        UUID merchantId, UUID shopId, Environment environment, UUID channelId, String network) {

    static ChannelRef of(Channel channel) {
        return new ChannelRef(
                channel.merchantId(),
                channel.shopId(),
                channel.environment(),
                channel.id(),
                channel.network());
    }
}
