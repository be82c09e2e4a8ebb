import Crypto
import FlyingSocks
import Foundation
import Glibc

/// One connection of a browser.
struct PreviewConnection: Sendable {
    let socket: AsyncSocket
    let server: PreviewServer

    /// Longer heads than any browser sends are refused.
    private static let longestHead = 32_768

    /// Answers requests until one side has enough.
    ///
    /// There is no timer for silence: a sleeping task keeps its memory to the end even when it is cancelled, and thousands
    /// of connections come and go. The system's keep-alive finds peers that are gone.
    func serve() async {
        try? socket.socket.setValue(true, for: BoolSocketOption(name: SO_KEEPALIVE))
        var buffer: [UInt8] = []
        while let head = await readHead(&buffer) {
            guard let request = PreviewRequest(head: head[...]) else {
                _ = try? await socket.write(
                    PreviewResponse.plain(400, "Bad request.\n").bytes(isHead: false, keepsConnection: false))
                break
            }
            switch await server.answer(request) {
            case .response(let response):
                let bytes = response.bytes(isHead: request.method == "HEAD", keepsConnection: request.keepsConnection)
                guard (try? await socket.write(bytes)) != nil, request.keepsConnection else {
                    return close()
                }
            case .listen(let key):
                await listen(key, rest: buffer)
                return close()
            }
        }
        close()
    }

    private func close() { try? socket.close() }

    /// The next head without its empty line; nil at the end of the connection.
    private func readHead(_ buffer: inout [UInt8]) async -> [UInt8]? {
        while true {
            // Empty lines before a request are allowed (RFC 9112, 2.2).
            while buffer.first == 0x0D || buffer.first == 0x0A { buffer.removeFirst() }
            if let end = buffer.firstRange(of: [0x0D, 0x0A, 0x0D, 0x0A]) {
                let head = Array(buffer[..<end.lowerBound])
                buffer.removeSubrange(..<end.upperBound)
                return head
            }
            guard buffer.count < Self.longestHead else {
                _ = try? await socket.write(
                    PreviewResponse.plain(431, "Too long.\n").bytes(isHead: false, keepsConnection: false))
                return nil
            }
            guard let more = await read() else { return nil }
            buffer += more
        }
    }

    /// Some bytes; nil at the end.
    private func read() async -> [UInt8]? {
        guard let bytes = try? await socket.read(atMost: 16_384), !bytes.isEmpty else { return nil }
        return bytes
    }

    // MARK: Live reload

    /// Speaks WebSocket until the browser leaves.
    private func listen(_ key: String, rest: [UInt8]) async {
        let accept = Data(Insecure.SHA1.hash(data: Data((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8)))
            .base64EncodedString()
        let greeting = PreviewResponse(
            status: 101,
            headers: [("Upgrade", "websocket"), ("Connection", "Upgrade"), ("Sec-WebSocket-Accept", accept)], body: [])
        guard (try? await socket.write(greeting.bytes(isHead: true, keepsConnection: true))) != nil else { return }
        let (id, frames) = await server.join()
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                for await frame in frames { guard (try? await socket.write(frame)) != nil else { return } }
            }
            group.addTask { await receive(id, rest) }
            // Whoever is done first ends both.
            await group.next()
            await server.leave(id)
            group.cancelAll()
        }
    }

    private func receive(_ id: Int, _ rest: [UInt8]) async {
        var buffer = rest
        while true {
            switch WebSocketFrame.read(buffer) {
            case .bad: return
            case .partial:
                guard let more = try? await socket.read(atMost: 4096), !more.isEmpty else { return }
                buffer += more
            case .frame(let opcode, let payload, let length):
                buffer.removeFirst(length)
                switch opcode {
                case .text: await server.greet(id, String(decoding: payload, as: UTF8.self))
                case .ping: await server.send(WebSocketFrame.encoded(.pong, payload), to: id)
                case .pong: break
                case .close: return await server.send(WebSocketFrame.encoded(.close, Array(payload.prefix(2))), to: id)
                }
            }
        }
    }
}
