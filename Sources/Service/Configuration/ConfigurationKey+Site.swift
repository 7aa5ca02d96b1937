import ArchiveIndex
import EventArchive
import Pipeline
import Primitives
import Publishing
import Syndication

// The places of content and output, and the site.
extension ConfigurationKey {
  static let places = [
    path("content", \.content, meaning: "the content directory, with the event files"),
    ConfigurationKey(
      "format",
      "the kind of content: `\"events\"`, `\"posts\"`, or the kind of a site (`\"hugo\"`, `\"jekyll\"`, `\"zola\"`, `\"obsidian\"`, `\"eleventy\"`, `\"astro\"`, `\"pelican\"`); `\"auto\"` finds it, see [Posts of a site](posts.md#the-kind-of-site)",
      get: { .string($0.contentKind.name) },
      set: { configuration, value in
        guard case .string(let text) = value, let kind = ContentKind(text) else {
          return .wanted(listOfChoices(ContentKind.names))
        }
        configuration.contentKind = kind
        return nil
      }),
    output,
    path(
      "state", \.state,
      meaning:
        "the state directory, for what a process keeps on this machine; the index is there, too, without `index`"
    ),
    ConfigurationKey(
      "index",
      "the database of the index: a URL of PostgreSQL, for example `\"postgresql://feedgen@db.example/feedgen\"`, with the name of a schema after `#` if it is not `feedgen`; see [Several machines](several-machines.md)",
      else: "SQLite, in `state`",
      get: { $0.index.map { .string(IndexKind.withoutPassword($0)) } ?? .null },
      set: { configuration, value in
        let wanted = "a URL of PostgreSQL, as \"postgresql://feedgen@db.example/feedgen\""
        if value == .null {
          configuration.index = nil
          return nil
        }
        guard case .string(let text) = value, IndexKind.isURL(text) else {
          return .within(
            "the value is no URL; write \(wanted), or leave the key out for an index in \"state\"")
        }
        do {
          try IndexKind.check(text)
        } catch {
          // The value may have a password.
          return .within("\(error)")
        }
        configuration.index = text
        return nil
      }),
    text(
      "baseURL", \.baseURL,
      meaning:
        "the address of the output directory: a URL, or an IRI, whose non-ASCII letters feeds contain encoded",
      read: base),
    optionalText(
      "authority", \.authority,
      meaning:
        "the domain name in the ids of events and feeds; never change it. It is required if that host is an IPv6 address",
      else: "the host of `baseURL`"
    ) { value throws(Fault) in
      guard case .string(let text) = value, let authority = HostName.ascii(text), isAuthority(authority)
      else { throw "a domain name, as \"example.org\"" }
      return authority
    },
  ]

  // A directory, or a place in object storage.
  private static var output: ConfigurationKey {
    let path = path(
      "output", \.output,
      meaning:
        "the output directory, for the feeds, or `\"s3://BUCKET/PREFIX\"`, see [Object storage](object-storage.md)"
    )
    return ConfigurationKey(
      path.name, path.meaning, as: .path, get: path.value,
      set: { configuration, value in
        guard case .string(let text) = value, OutputLocation.isObjectStorage(text) else {
          return path.set(&configuration, value)
        }
        if let fault = OutputLocation.fault(of: text) { return .within("\(value) \(fault)") }
        configuration.output = OutputLocation.normal(text)
        return nil
      })
  }

  static let storage = [
    optionalText(
      "s3.endpoint", \.storage.endpoint,
      meaning:
        "the address of the store, an http or https URL, for example `\"https://minio.example.org:9000\"`",
      else: "`AWS_ENDPOINT_URL_S3` or `AWS_ENDPOINT_URL` of the environment, else that of AWS in the region",
      read: base),
    optionalText(
      "s3.region", \.storage.region, meaning: "the region of the bucket, for example `\"eu-central-1\"`",
      else:
        "`AWS_REGION` or `AWS_DEFAULT_REGION` of the environment, else that of the profile, else `us-east-1`"
    ) { value throws(Fault) in
      guard case .string(let text) = value, text.wholeMatch(of: /[A-Za-z0-9-]{1,64}/) != nil else {
        throw "the name of a region, as \"eu-central-1\""
      }
      return text
    },
    ConfigurationKey(
      "s3.pathStyle",
      "whether the bucket is in the path of an address, `https://store/bucket/…`, and not in its host, `https://bucket.store/…`",
      as: .json, else: "`true` for a store with an address of its own, `false` for AWS",
      get: { configuration in configuration.storage.usesPathStyle.map { .bool($0) } ?? .null },
      set: { configuration, value in
        switch value {
        case .null: configuration.storage.usesPathStyle = nil
        case .bool(let flag): configuration.storage.usesPathStyle = flag
        default: return "true, false or null"
        }
        return nil
      }),
    ConfigurationKey(
      "s3.mostRemoved",
      "the largest share of all documents that a build removes from object storage, from 0 to 1; 100 may always be removed",
      as: .json, get: { .number($0.storage.mostRemoved) },
      set: { configuration, value in
        let share: Double? =
          switch value {
          case .integer(let number): Double(number)
          case .number(let number): number
          default: nil
          }
        guard let share, (0...1).contains(share) else { return "a number from 0 to 1, as 0.2" }
        configuration.storage.mostRemoved = share
        return nil
      }),
  ]

  static let site = [
    text(
      "site.title", \.title,
      meaning: "the title of the feed of all events, and a part of the titles of the other feeds",
      read: visibleText),
    text("site.author", \.author, meaning: "the author of the feeds", read: visibleText),
    optionalText(
      "site.rights", \.rights,
      meaning:
        "the rights in the entries, a text, for example `\"Text under CC BY-SA 4.0\"`; see [Rights](output.md#rights)",
      read: visibleText),
    optionalText(
      "site.license", \.license,
      meaning:
        "the address of the licence of the entries, for example `\"https://creativecommons.org/licenses/by-sa/4.0/\"`",
      read: license),
    ConfigurationKey(
      "site.language",
      "the language of the texts, a tag of RFC 5646; [names of countries](classification.md#other-languages) are searched in it",
      get: { .string($0.language) },
      set: { configuration, value in
        guard case .string(let text) = value, isLanguage(text) else {
          return "a language tag, as \"en\" or \"pt-BR\""
        }
        configuration.language = text
        return nil
      }),
    optionalText(
      "site.country", \.countries.home,
      meaning:
        "the country of the site, a code of ISO 3166-1, for example `\"GB\"`; it decides between places of one name where neither the text nor its sources do, see [Countries](classification.md#countries)"
    ) { value throws(Fault) in
      guard case .string(let text) = value, let code = countryCode(text) else {
        throw "the code of a country in ISO 3166-1, as \"GB\""
      }
      return code
    },
    choice(
      "site.pages", \.pages,
      meaning:
        "the web pages that feedgen writes: `\"all\"`, `\"topics\"` for those of topics alone, or `\"none\"`; see [Web pages](output.md#web-pages)"
    ),
    optionalText(
      "site.pagesURL", \.pagesURL,
      meaning:
        "the address of another site that has the pages of events; `/news/…` is appended. With it, feedgen writes no pages of events. Without it, their address is `baseURL`; with `site.pages` `\"topics\"` or `\"none\"` it is the scheme and host of `baseURL`",
      read: base),
    ConfigurationKey(
      "site.pageExtension",
      "the end of a page's address on another site, appended to the name of the event; with another value than `\".html\"`, feedgen writes no pages of events",
      get: { .string($0.pageExtension) },
      set: { configuration, value in
        guard case .string(let text) = value, isPageExtension(text) else {
          return
            "what ends the path of a page's address, as \".html\", \"/\" or \"\", without # and what no URL has"
        }
        configuration.pageExtension = text
        return nil
      }),
    choice(
      "site.pictures", \.pictures,
      meaning:
        "the places of the picture of an entry: `\"all\"`, `\"media\"` for elements of the feed only, `\"content\"` for the content only, or `\"none\"`; see [Pictures](output.md#pictures)"
    ),
    ConfigurationKey(
      "site.timeZone",
      "the time zone that decides which day it is: a name of the IANA time zone database, for example `\"America/Los_Angeles\"`",
      get: { .string($0.timeZone.identifier) },
      set: { configuration, value in
        let wanted = "a name of the IANA time zone database, as \"Europe/Berlin\""
        guard case .string(let text) = value else { return .wanted(wanted) }
        guard let zone = SiteTimeZone(text) else {
          return .wanted(wanted + (TimeZoneHint.zone(for: text).map { "; did you mean \"\($0)\"?" } ?? ""))
        }
        configuration.timeZone = zone
        return nil
      }),
    choice(
      "site.future", \.future,
      meaning:
        "the handling of events with a future date: `\"hold\"` publishes them on their day, `\"publish\"` publishes them now"
    ),
  ]

  private static func license(_ value: JSONValue) throws(Fault) -> String {
    let wanted =
      "the http or https URL of a licence, as \"https://creativecommons.org/licenses/by-sa/4.0/\""
    guard case .string(let text) = value else { throw .wanted(wanted) }
    do throws(WebAddress.Invalid) {
      return try WebAddress.configured(text)
    } catch {
      throw .within("\(value) \(error.reason); write \(wanted)")
    }
  }

  // authorityName of RFC 4151, section 2.1: a domain name or an e-mail address.
  private static func isAuthority(_ text: String) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy {
        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || [0x2D, 0x2E, 0x40, 0x5F].contains($0)
      }
  }

  private static func isLanguage(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    return (2...8).contains(parts[0].utf8.count)
      && parts.allSatisfy { part in
        (1...8).contains(part.utf8.count)
          && part.utf8.allSatisfy { (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) }
      }
  }

  // Whether a text can be the suffix of an event's name in the URL of its page.
  private static func isPageExtension(_ text: String) -> Bool {
    guard !text.contains("#"), !text.contains("/..") && !text.contains("/./"), !text.hasSuffix("/.") else {
      return false
    }
    return text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
      && (try? WebAddress.configured("http://localhost/news" + text)) == "http://localhost/news" + text
  }
}
