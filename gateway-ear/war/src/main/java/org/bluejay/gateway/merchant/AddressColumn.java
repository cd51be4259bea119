package org.bluejay.gateway.merchant;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import org.bluejay.gateway.shared.AddressRanges;

/** Addresses are space separated in the database. */
@Converter
public class AddressColumn implements AttributeConverter<AddressRanges, String> {

    @Override
    public String convertToDatabaseColumn(AddressRanges ranges) {
        return ranges.text();
    }

    @Override
    public AddressRanges convertToEntityAttribute(String column) {
        return AddressRanges.parse(column);
    }
}
