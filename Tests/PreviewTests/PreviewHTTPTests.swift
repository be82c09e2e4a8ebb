import Foundation
import Testing

@testable import HearthPreview

@Suite struct PreviewHTTPTests {
    private func request(_ text: String) -> PreviewRequest? { PreviewRequest(head: Array(text.utf8)[...]) }

    @Test func aRequestIsReadAsItWasSent() throws {
        let read = try #require(request("GET /a%20b/?x=1?2 HTTP/1.1\r\nHost:  localhost:8000 \r\nX-Y: a:b\r\nX-Y: c"))
        #expect(read.method == "GET" && read.path == "/a%20b/" && read.query == "x=1?2" && read.keepsConnection)
        #expect(read.headers == ["host": "localhost:8000", "x-y": "a:b"])
        #expect(request("GET / HTTP/1.0\r\nHost: x")?.keepsConnection == false)
        #expect(request("GET / HTTP/1.1\r\nConnection: Close")?.keepsConnection == false)
    }

    @Test(arguments: [
        "", "GET", "GET /", "GET / HTTP/2", "GET  / HTTP/1.1", "GET / HTTP/1.1 x", "GET http://x/ HTTP/1.1",
        "GET * HTTP/1.1",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b", "GET / HTTP/1.1\r\nno colon", "GET / HTTP/1.1\r\n Folded: x",
        "GET / HTTP/1.1\r\nName : x", "POST / HTTP/1.1\r\nContent-Length: 5",
        "GET / HTTP/1.1\r\nTransfer-Encoding: chunked",
    ])
    func whatIsAmbiguousIsNoRequest(_ text: String) { #expect(request(text) == nil) }

    @Test func bytesThatAreNoTextAreNoRequest() {
        #expect(PreviewRequest(head: Array("GET /".utf8) + [0xFF] + Array(" HTTP/1.1".utf8)) == nil)
    }

    @Test func aResponseSaysItsLengthAndHeadLeavesTheBodyOut() {
        let response = PreviewResponse(status: 200, headers: [("A", "b")], body: Array("hello".utf8))
        let full = String(decoding: response.bytes(isHead: false, keepsConnection: true), as: UTF8.self)
        #expect(full == "HTTP/1.1 200 OK\r\nA: b\r\nContent-Length: 5\r\nConnection: keep-alive\r\n\r\nhello")
        let head = String(decoding: response.bytes(isHead: true, keepsConnection: false), as: UTF8.self)
        #expect(head == "HTTP/1.1 200 OK\r\nA: b\r\nContent-Length: 5\r\nConnection: close\r\n\r\n")
        let unchanged = PreviewResponse(status: 304, headers: [], body: [1])
        #expect(
            String(decoding: unchanged.bytes(isHead: false, keepsConnection: true), as: UTF8.self)
                == "HTTP/1.1 304 Not Modified\r\n\r\n")
    }

    @Test func framesAreReadWholeOrNotAtAll() {
        func masked(_ text: String, first: UInt8 = 0x81) -> [UInt8] {
            let mask: [UInt8] = [1, 2, 3, 4]
            let bytes = Array(text.utf8)
            let length: [UInt8] =
                bytes.count < 126
                ? [UInt8(bytes.count) | 0x80] : [0xFE, UInt8(bytes.count >> 8), UInt8(bytes.count & 255)]
            return [first] + length + mask + bytes.enumerated().map { $1 ^ mask[$0 % 4] }
        }
        for text in ["", "3 a/index.html", String(repeating: "ä", count: 200)] {
            let frame = masked(text)
            #expect(WebSocketFrame.read(frame + [9]) == .frame(.text, Array(text.utf8), length: frame.count))
            for count in 0..<frame.count { #expect(WebSocketFrame.read(Array(frame[..<count])) == .partial) }
        }
        #expect(WebSocketFrame.read(masked("x", first: 0x88)) == .frame(.close, [0x78], length: 7))
        // Not masked, in pieces, with reserved bits, of an unknown kind, too long.
        for bad in [
            [0x81, 1, 0x78], [0x01, 0x81, 0], [0xC1, 0x81, 0], [0x83, 0x81, 0], [0x81, 0xFF, 0],
            [0x81, 0xFE, 0xFF, 0xFF],
        ] as [[UInt8]] {
            #expect(WebSocketFrame.read(bad) == .bad)
        }
    }

    @Test(arguments: [(5, 2), (125, 2), (126, 4), (65_535, 4), (65_536, 10)])
    func framesOfEveryLengthHaveTheirHead(_ count: Int, _ head: Int) {
        let frame = WebSocketFrame.encoded(.text, [UInt8](repeating: 0x61, count: count))
        #expect(frame.count == head + count && frame[0] == 0x81 && frame[1] & 0x80 == 0)
    }
}
