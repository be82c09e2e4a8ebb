import CGumbo
import Glibc

// Gumbo's nodes, made without gumbo.

extension HTMLArena {
    func element(_ tag: GumboTag) -> UnsafeMutablePointer<GumboNode>? {
        guard let node = node(GUMBO_NODE_ELEMENT) else { return nil }
        node.pointee.v.element.tag = tag
        return node
    }

    /// A text or comment.
    func text(_ bytes: UnsafeBufferPointer<UInt8>, type: GumboNodeType) -> UnsafeMutablePointer<GumboNode>? {
        guard let node = node(type), let text = copy(bytes) else { return nil }
        node.pointee.v.text.text = text
        return node
    }

    private func node(_ type: GumboNodeType) -> UnsafeMutablePointer<GumboNode>? {
        guard let node = allocate(MemoryLayout<GumboNode>.size)?.bindMemory(to: GumboNode.self, capacity: 1) else {
            return nil
        }
        node.initialize(to: GumboNode())
        node.pointee.type = type
        return node
    }

    func attribute(
        _ name: UnsafeBufferPointer<UInt8>, _ value: UnsafeBufferPointer<UInt8>
    ) -> UnsafeMutablePointer<GumboAttribute>? {
        guard
            let attribute = allocate(MemoryLayout<GumboAttribute>.size)?
                .bindMemory(to: GumboAttribute.self, capacity: 1),
            let name = copy(name), let value = copy(value)
        else { return nil }
        attribute.initialize(to: GumboAttribute())
        attribute.pointee.name = name
        attribute.pointee.value = value
        return attribute
    }

    /// The bytes with a zero behind them.
    func copy(_ source: UnsafeBufferPointer<UInt8>) -> UnsafePointer<CChar>? {
        guard let place = allocate(source.count + 1) else { return nil }
        if let start = source.baseAddress { memcpy(place, start, source.count) }
        place.storeBytes(of: 0, toByteOffset: source.count, as: UInt8.self)
        return UnsafePointer(place.bindMemory(to: CChar.self, capacity: source.count + 1))
    }

    /// A list of children or attributes.
    func vector(_ parts: some RandomAccessCollection<UnsafeMutableRawPointer?>) -> GumboVector {
        let count = parts.count
        guard count > 0,
            let list = allocate(count * MemoryLayout<UnsafeMutableRawPointer?>.stride)?
                .bindMemory(to: UnsafeMutableRawPointer?.self, capacity: count)
        else { return GumboVector() }
        for (offset, part) in parts.enumerated() { list[offset] = part }
        return GumboVector(data: list, length: UInt32(count), capacity: UInt32(count))
    }
}
