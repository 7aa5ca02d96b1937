internal import NIOCore
internal import Primitives

/// The form of the lines of an access log.
package enum AccessLogFormat: String, CaseIterable, Sendable {
  /// The combined log format, as Apache and nginx define it.
  case combined
  /// A JSON object.
  case json

  /// The line of an exchange, with its end.
  /// - Parameter time: the text of its time.
  func line(_ exchange: Exchange, client: String, time: [UInt8]) -> [UInt8] {
    var line: [UInt8] = []
    line.reserveCapacity(256)
    switch self {
    case .combined: Self.appendCombined(exchange, client: client, time: time, to: &line)
    case .json: Self.appendObject(exchange, client: client, time: time, to: &line)
    }
    line.append(UInt8(ascii: "\n"))
    return line
  }
}

extension AccessLogFormat {
  /// The text of a time in a line.
  func text(of time: UnixTime) -> String {
    switch self {
    case .combined: time.commonLogDate
    case .json: time.description
    }
  }
}

// MARK: Combined

extension AccessLogFormat {
  private static func appendCombined(
    _ exchange: Exchange, client: String, time: [UInt8], to line: inout [UInt8]
  ) {
    line += client.utf8
    line += " - - [".utf8
    line += time
    line += "] \"".utf8
    switch exchange.request {
    case .head:
      let (method, target, version) = exchange.parts
      appendEscaped(method ?? "", to: &line)
      line.append(UInt8(ascii: " "))
      appendEscaped(target ?? "", to: &line)
      line.append(UInt8(ascii: " "))
      line += (version ?? "").utf8
    case .line(let text): appendEscaped(text, to: &line)
    }
    line += "\" \(exchange.status) \(exchange.bytes) ".utf8
    appendQuoted(exchange.field("Referer"), to: &line)
    line.append(UInt8(ascii: " "))
    appendQuoted(exchange.field("User-Agent"), to: &line)
  }

  private static func appendQuoted(_ text: String?, to line: inout [UInt8]) {
    line.append(UInt8(ascii: "\""))
    appendEscaped(text ?? "-", to: &line)
    line.append(UInt8(ascii: "\""))
  }

  private static let hexDigits = Array("0123456789ABCDEF".utf8)

  // Appends text as nginx escapes variables: `\xHH` for quotes, backslashes, control characters and all bytes above ASCII.
  private static func appendEscaped(_ text: String, to line: inout [UInt8]) {
    for byte in text.utf8 {
      let isPlain = (0x20..<0x7F).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
      if isPlain {
        line.append(byte)
      } else {
        line += [UInt8(ascii: "\\"), UInt8(ascii: "x"), hexDigits[Int(byte >> 4)], hexDigits[Int(byte & 15)]]
      }
    }
  }
}

// MARK: JSON

extension AccessLogFormat {
  private static func appendObject(
    _ exchange: Exchange, client: String, time: [UInt8], to line: inout [UInt8]
  ) {
    let (method, target, version) = exchange.parts
    line += "{\"time\":\"".utf8
    line += time
    line += "\",\"client\":".utf8
    appendValue(client, to: &line)
    for (name, value) in [("method", method), ("target", target), ("version", version)] {
      line += ",\"\(name)\":".utf8
      appendValue(value, to: &line)
    }
    let microseconds = max(0, exchange.duration.nanoseconds / 1000)
    let fraction = String(1_000_000 + microseconds % 1_000_000).dropFirst()
    line += ",\"status\":\(exchange.status),\"bytes\":\(exchange.bytes)".utf8
    line += ",\"duration\":\(microseconds / 1_000_000).\(fraction)".utf8
    for (name, field) in [("referrer", "Referer"), ("userAgent", "User-Agent"), ("host", "Host")] {
      line += ",\"\(name)\":".utf8
      appendValue(exchange.field(field), to: &line)
    }
    line.append(UInt8(ascii: "}"))
  }

  // Appends a string, or null (RFC 8259, section 7).
  private static func appendValue(_ text: String?, to line: inout [UInt8]) {
    guard let text else {
      line += "null".utf8
      return
    }
    line.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): line += [UInt8(ascii: "\\"), byte]
      case 0..<0x20, 0x7F:
        line += "\\u00".utf8
        line += [hexDigits[Int(byte >> 4)], hexDigits[Int(byte & 15)]]
      default: line.append(byte)
      }
    }
    line.append(UInt8(ascii: "\""))
  }
}
