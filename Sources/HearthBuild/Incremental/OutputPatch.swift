import HearthLayout
import HearthModel

/// An output with some of its slots made again.
struct OutputPatch {
    private(set) var bytes: [UInt8] = []
    private(set) var slots: [SlotPlaces.Place] = []

    /// `writer` gives the texts of a file that changed; nil for the others. Nil when the places do not fit the bytes.
    init?(
        _ old: [UInt8], _ slots: [SlotPlaces.Place], _ wrapping: BuildRecord.Wrapping, baseURL: String,
        writer: (Int) -> SlotWriter?
    ) {
        bytes.reserveCapacity(old.count + 4096)
        var end = 0
        for var slot in slots {
            guard slot.range.lowerBound >= end, slot.range.upperBound <= old.count else { return nil }
            bytes.append(contentsOf: old[end..<slot.range.lowerBound])
            end = slot.range.upperBound
            let start = bytes.count
            if let writer = writer(slot.file) {
                switch wrapping {
                case .page(let root):
                    var text = ByteBuffer()
                    writer.append(slot.part, slot.form, to: &text)
                    bytes += RootMarker.replaced(in: text.array, by: root)
                case .feed:
                    var xml = HTMLWriter()
                    writer.appendForFeed(slot.part, slot.form, baseURL: baseURL, to: &xml)
                    bytes += FeedBuilder.withoutNoncharacters(xml.bytes)
                }
            } else {
                bytes.append(contentsOf: old[slot.range])
            }
            slot.range = start..<bytes.count
            self.slots.append(slot)
        }
        bytes.append(contentsOf: old[end...])
    }
}
