import FlyingSocks
import Glibc
import HearthModel

/// The socket that a preview listens at.
struct PreviewSocket {
    let socket: Socket
    let port: UInt16

    /// How many ports after the first one are tried.
    private static let tries: UInt16 = 50

    /// Listens at `options.port`, or at the next port that is free. Throws `FatalError` when it cannot, with the reason.
    init(_ options: PreviewOptions) throws {
        let last = options.seeksPort ? max(options.port, options.port &+ Self.tries) : options.port
        for port in options.port...last {
            switch try Self.attempt(options.address, port) {
            case .success(let socket): (self.socket, self.port) = (socket, port)
            // Another port may be free. Any other reason holds for all of them.
            case .failure(let refusal) where refusal.code == EADDRINUSE: continue
            case .failure(let refusal): throw Self.failure(refusal.code, options.address, port)
            }
            return
        }
        throw Self.failure(EADDRINUSE, options.address, options.port)
    }

    private struct Refusal: Error {
        let code: Int32
    }

    private static func attempt(_ address: String, _ port: UInt16) throws -> Result<Socket, Refusal> {
        var made: Socket?
        do {
            let isNew = address.contains(":")
            let socket = try Socket(domain: isNew ? AF_INET6 : AF_INET)
            made = socket
            // The browser that is opened, and git, must not keep the port when the preview is gone.
            _ = fcntl(socket.file.rawValue, F_SETFD, FD_CLOEXEC)
            try socket.setValue(true, for: .localAddressReuse)
            if isNew {
                try socket.bind(to: sockaddr_in6.inet6(ip6: address, port: port))
            } else {
                try socket.bind(to: sockaddr_in.inet(ip4: address, port: port))
            }
            // Two sockets may share a port until one of them listens.
            try socket.listen()
            return .success(socket)
        } catch SocketError.failed(let call, let code, _) {
            // `listen` closes what it could not use.
            if call != "Listen" { try? made?.close() }
            return .failure(Refusal(code: code))
        }
    }

    /// What the system refused, with the way out of just that.
    static func failure(_ code: Int32, _ address: String, _ port: UInt16) -> FatalError {
        let reason = String(cString: strerror(code))
        let diagnostic =
            switch code {
            case EADDRINUSE:
                Diagnostic(
                    .portTaken, at: nil, "the port \(port) of \(address) is not free",
                    help: "choose another one: hearth serve --port \(port == .max ? 8000 : port + 1)")
            case EACCES, EPERM:
                Diagnostic(
                    .portTaken, at: nil, "you may not listen at the port \(port) of \(address)",
                    help: "choose a port from 1024 on: hearth serve --port \(port < 1024 ? 8000 + port : 8000)")
            case EADDRNOTAVAIL, EAFNOSUPPORT, EINVAL:
                Diagnostic(
                    .noSuchAddress, at: nil, "the preview cannot listen at \(address): \(reason)",
                    help: "--bind takes an address that this machine has ('ip address' lists them); "
                        + "\(address.contains(":") ? "::" : "0.0.0.0") is all of them")
            default:
                Diagnostic(
                    .portTaken, at: nil, "the preview cannot listen at the port \(port) of \(address): \(reason)")
            }
        return FatalError(.usage, [diagnostic])
    }
}
