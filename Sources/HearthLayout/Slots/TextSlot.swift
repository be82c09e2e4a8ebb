package import HearthContent
package import HearthSite

/// A piece of an output that depends on the text of one content file alone: when the file's text changes and its facts
/// do not (`ParsedPage.factsHash`), only its slots are made again.
package struct TextSlot: Sendable, Hashable {
    /// How the text is shown.
    package enum Form: Sendable, Hashable {
        /// As HTML with its highest heading at `level`.
        case html(level: Int, withFootnotes: Bool)
        /// The beginning as plain text, in a JSON string.
        case linkedData
        /// The first paragraph as plain text, cut.
        case summary(isEscaped: Bool)
    }

    package var holder: PageIndex
    package var part: PagePart
    package var form: Form

    package init(holder: PageIndex, part: PagePart, form: Form) {
        self.holder = holder
        self.part = part
        self.form = form
    }
}

/// Bytes of an output, with the places of its slots.
package struct SlottedBytes: Sendable {
    /// Where a slot's bytes are.
    package struct Place: Sendable {
        package var range: Range<Int>
        package var slot: TextSlot

        package init(_ range: Range<Int>, _ slot: TextSlot) {
            self.range = range
            self.slot = slot
        }
    }

    package var bytes: [UInt8]
    /// In ascending order; they do not overlap.
    package var places: [Place]

    package init(_ bytes: [UInt8] = [], places: [Place] = []) {
        self.bytes = bytes
        self.places = places
    }

    /// Writes `other` behind what is here.
    package mutating func append(_ other: SlottedBytes) {
        let offset = bytes.count
        bytes.append(contentsOf: other.bytes)
        for place in other.places {
            places.append(Place(place.range.lowerBound + offset..<place.range.upperBound + offset, place.slot))
        }
    }

    /// Writes the bytes of a slot behind what is here.
    package mutating func append(_ slotBytes: [UInt8], as slot: TextSlot) {
        let start = bytes.count
        bytes.append(contentsOf: slotBytes)
        places.append(Place(start..<bytes.count, slot))
    }

    /// The same with `transform` applied to every byte range between the slots and to every slot; it must give the same
    /// bytes for a whole as for its pieces one after the other.
    package func mapped(_ transform: (ArraySlice<UInt8>) -> [UInt8]) -> SlottedBytes {
        var result = SlottedBytes()
        var start = 0
        for place in places {
            result.bytes += transform(bytes[start..<place.range.lowerBound])
            let from = result.bytes.count
            result.bytes += transform(bytes[place.range])
            result.places.append(Place(from..<result.bytes.count, place.slot))
            start = place.range.upperBound
        }
        result.bytes += transform(bytes[start...])
        return result
    }
}
