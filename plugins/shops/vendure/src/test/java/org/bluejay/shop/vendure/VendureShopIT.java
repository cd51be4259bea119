package org.bluejay.shop.vendure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.bluejay.connector.tck.Needs;
import org.junit.jupiter.api.Test;

/** The Vendure plugin does what it promises, by itself and in a real shop. */
class VendureShopIT {

    @Test
    @Needs({"node", "npm", "g++", "make", "python3"})
    void its_reckoning_signatures_and_calls_are_right() {
        ShopPackage.build();
        ShopPackage.test("test");
    }

    @Test
    @Needs({"node", "npm", "g++", "make", "python3", "chromium"})
    void orders_of_a_real_vendure_are_settled_once_whatever_goes_wrong() throws IOException {
        ShopPackage.build();
        ShopPackage.useBuiltGateway();
        ShopPackage.test("test:shop");
        try (Stream<Path> pictures = Files.list(ShopPackage.screenshots())) {
            assertThat(pictures).hasSizeGreaterThanOrEqualTo(5);
        }
    }
}
