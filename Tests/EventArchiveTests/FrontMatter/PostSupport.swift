import Primitives

@testable import EventArchive

/// Reads a file as a post of a site.
func postFile(_ text: String, path: String = "post.md", site: SiteSettings = SiteSettings()) -> PostFile {
  PostFile.read(TextSlice(text), path: path, site: site)
}

/// Reads a file that is a post; `nil` when it is none.
func post(_ text: String, path: String = "post.md", site: SiteSettings = SiteSettings()) -> Post? {
  if case .post(let post) = postFile(text, path: path, site: site).content { post } else { nil }
}
