internal import ArchiveIndex
internal import EventArchive
internal import Foundation
internal import Publishing

extension Configuration {
  /// The configurations of the feeds in other languages than the site's: a folder of the output each, with an index of its own. Empty
  /// for an archive of event pages, whose content has one language.
  ///
  /// They announce no hub, because the hub knows the feeds of the main language.
  package var languageEditions: [Configuration] {
    guard let site = format.site else { return [] }
    let main = site.settings.language ?? language
    return posts.languages.filter { !LanguageTag.matches($0, main) }.map { edition(in: $0, of: site) }
  }

  private func edition(in tag: String, of site: PostSite) -> Configuration {
    var edition = self
    edition.languageFolder = tag + "/"
    edition.language = tag
    edition.title = "\(title) (\(tag))"
    edition.output = OutputLocation.appending(tag, to: output)
    edition.state = (state as NSString).appendingPathComponent("languages/" + tag)
    // A location that was read is that of an index.
    edition.index = index.flatMap { try? IndexKind.location(ofEdition: tag, beside: $0) }
    edition.baseURL = servedURL + edition.languageFolder
    // The authority is that of the main feeds.
    edition.authority = self.site.authority
    edition.hubs = []
    edition.webSub.serves = false
    // The queue of the main language has the documents of all languages.
    edition.purge = []
    edition.posts.languages = []
    var site = site
    site.settings.language = tag
    site.settings.isTranslation = true
    edition.format = ContentSettings(site: site)
    return edition
  }
}
