import Classification
import EventArchive
import Primitives
import Publishing

extension PostFacts {
  /// Makes the facts of a post. The size of its entry is not known yet.
  init(_ post: Post, site: SiteSettings, feedLanguage: String, clock: EventClock, gazetteer: Gazetteer) {
    let publication = max(post.date.time, post.publication?.time ?? .distantPast)
    let times = PostTimes(
      published: post.date.time, offset: post.date.offsetInFeeds, updated: post.updated?.time,
      start: Self.start(of: post, publication, site: site, clock: clock),
      end: site.keepsExpired ? nil : post.expiry?.time)
    let terms = post.allTerms.map(\.name).filter { !$0.isEmpty }
    let texts = [post.summaryText(site: site)].filter { !$0.isEmpty } + terms
    self.init(
      name: EventName(postFile: post.path.path), title: post.title,
      searchText: texts.joined(separator: String(UnicodeScalar(Self.termMark))), times: times,
      isPublished: times.include(clock.now), content: post.contentDigest(inFeedOf: feedLanguage),
      contentSize: EntryContentSize())
    names = Self.names(of: post, site: site)
    self.terms = post.allTerms
    setCountries(of: post, language: post.language ?? site.language, gazetteer)
  }

  // The time from which on a post is published.
  private static func start(
    of post: Post, _ publication: UnixTime, site: SiteSettings, clock: EventClock
  ) -> UnixTime {
    if post.draftReason != nil, !site.publishesDrafts { return PostTimes.never }
    if let wanted = site.language {
      let isWanted = post.language.map { LanguageTag.matches($0, wanted) } ?? !site.isTranslation
      if !isWanted { return PostTimes.inOtherLanguage }
    }
    return clock.publishesFuture ? min(publication, clock.now) : publication
  }

  // The id that the post gets when it is new comes first.
  private static func names(of post: Post, site: SiteSettings) -> [EventName] {
    let zone = site.timeZone
    var names = post.id.map { [EventName(postID: $0)] } ?? []
    if site.usesPermalinksAsIDs, names.isEmpty, let address = post.address, let pages = site.pagesURL {
      names.append(EventName(postID: .uri(pages + EventName(postAddress: address).path)))
    }
    if let address = post.address {
      names.append(EventName(postAddress: address, on: post.date.day(in: zone)))
      names.append(EventName(postAddress: address))
    }
    for alias in post.aliases where alias.hasPrefix("/") {
      let name = EventName(postAddress: alias)
      if !names.contains(name) { names.append(name) }
    }
    return names
  }

  // The word of an editor beats every guess: the keys of countries, and terms that are names of countries.
  private mutating func setCountries(of post: Post, language: String?, _ gazetteer: Gazetteer) {
    let given = post.countries.compactMap {
      gazetteer.number(ofCode: $0.text.uppercased()) ?? gazetteer.country(named: $0.text, language: language)
    }
    // A tag of two letters, such as AI, IT or TV, is seldom the code of a country.
    let named = post.allTerms.filter { $0.taxonomy != Taxonomy.author.name && $0.name.utf8.count > 2 }
      .compactMap { gazetteer.country(named: $0.name, language: language) }
    let found = Set(given + named).sorted()
    hasOwnCountries = !found.isEmpty
    countries =
      hasOwnCountries
      ? LeadNumbers(lead: found)
      : gazetteer.countries(
        inTitle: TextSlice(title), .post(TextSlice(searchText)), setting: TextSetting(language: language))
  }
}

extension Post {
  /// The terms of all taxonomies, by taxonomy.
  fileprivate var allTerms: [TermSpelling] {
    terms.sorted { $0.key < $1.key }.flatMap { taxonomy, terms in
      terms.map { TermSpelling(taxonomy: taxonomy, name: $0.name, article: $0.article) }
    }
  }

  /// The digest of what readers see, and of the time of the last change.
  fileprivate func contentDigest(inFeedOf feedLanguage: String) -> ContentDigest {
    var bytes: [UInt8] = []
    for text in [
      title, summary?.text ?? "", image?.address ?? "", via ?? "", updated.map { "\($0.time.seconds)" } ?? "",
      image?.size.map { "\($0.width) \($0.height)" } ?? "", language(inFeedOf: feedLanguage) ?? "",
    ] {
      bytes += text.utf8
      bytes.append(0)
    }
    body.withBytes { bytes += $0 }
    return bytes.withUnsafeBytes { ContentDigest($0) }
  }
}
