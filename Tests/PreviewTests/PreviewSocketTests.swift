import FlyingSocks
import Glibc
import HearthModel
import Testing

@testable import HearthPreview

@Suite struct PreviewSocketTests {
    private func options(_ address: String, port: UInt16, seeks: Bool = false) -> PreviewOptions {
        var options = PreviewOptions()
        (options.address, options.port, options.seeksPort) = (address, port, seeks)
        return options
    }

    // 192.0.2.0/24 and 2001:db8::/32 belong to no machine (RFC 5737, RFC 3849).
    @Test(arguments: ["192.0.2.1", "2001:db8::1"]) func anAddressOfAnotherMachineIsSaid(_ address: String) {
        for seeks in [false, true] {
            let error = #expect(throws: FatalError.self) {
                let bound = try PreviewSocket(options(address, port: 8399, seeks: seeks))
                try? bound.socket.close()
            }
            #expect(error?.diagnostics.map(\.kind) == [.noSuchAddress] && error?.code == .usage)
            #expect(error?.diagnostics.first?.help?.contains("--port") == false)
        }
    }

    @Test func aTakenPortLeadsToTheNext() throws {
        let first = try PreviewSocket(options("127.0.0.1", port: 28_400, seeks: true))
        defer { try? first.socket.close() }
        let error = #expect(throws: FatalError.self) { _ = try PreviewSocket(options("127.0.0.1", port: first.port)) }
        #expect(error?.diagnostics.map(\.kind) == [.portTaken])
        #expect(error?.diagnostics.first?.help?.hasSuffix("--port \(first.port + 1)") == true)
        let second = try PreviewSocket(options("127.0.0.1", port: first.port, seeks: true))
        defer { try? second.socket.close() }
        #expect(second.port > first.port)
    }

    @Test func eachReasonHasItsOwnWayOut() {
        func said(_ code: Int32, _ port: UInt16) -> Diagnostic? {
            PreviewSocket.failure(code, "127.0.0.1", port).diagnostics.first
        }
        #expect(said(EACCES, 80)?.help == "choose a port from 1024 on: hearth serve --port 8080")
        #expect(said(EADDRINUSE, 65_535)?.help?.hasSuffix("--port 8000") == true)
        #expect(said(EAFNOSUPPORT, 8000)?.kind == .noSuchAddress)
        #expect(said(EMFILE, 8000)?.summary.hasSuffix("Too many open files") == true)
    }
}
