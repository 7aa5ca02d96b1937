import Service

/// The texts of the manual that no definition has, and of `feedgen --help`.
enum Manual {
  /// The command that runs when none is named.
  static let defaultCommand = "generate"

  /// The options that all commands share, and that the manual describes once.
  static let commonOptions: Set<String> = [
    "config", "content", "output", "state", "set", "quiet", "verbose", "log-format", "help", "version",
  ]

  /// An example of the command line.
  struct Example {
    /// The command.
    var command: String
    /// Its purpose, as the end of a sentence that begins with "To".
    var purpose: String
  }

  /// The examples.
  static let examples = [
    Example(command: "feedgen", purpose: "bring feeds/ up to date with content/"),
    Example(
      command: "feedgen --content ~/site",
      purpose: "make feeds by tag, category and author of a Hugo, Jekyll, Zola or Obsidian site"),
    Example(command: "feedgen --content archive --output public --full", purpose: "build every feed again"),
    Example(
      command: "feedgen --watch --interval 1",
      purpose: "keep feeds/ up to date, looking at content/ every second"),
    Example(
      command: "feedgen --watch --serve",
      purpose: "keep them up to date, and answer feed readers at http://127.0.0.1:8080/"
    ),
    Example(command: "feedgen status", purpose: "see whether that goes well"),
    Example(command: "feedgen check", purpose: "find what is wrong with the content"),
    Example(command: "feedgen config --changed", purpose: "see which settings are in force, and from where"),
    Example(command: "feedgen list shoy", purpose: "find topics with \"shoy\" in their name"),
    Example(
      command: "feedgen explain content/news/2015/03/3/*.md", purpose: "see why an event is in which feeds"),
    Example(
      command: "feedgen import portal 2026-08-19.wiki",
      purpose: "make event files from a day page of Wikipedia's Portal:Current events"),
  ]

  /// The description of the program.
  static let description = [
    "feedgen reads an archive of news events, or the posts of a Hugo, Jekyll, Zola, Eleventy, Pelican or Obsidian site, and writes a feed for each person, place, organisation, country, tag, category and author in it, and for each topic that the configuration defines. The formats are Atom, RSS and JSON Feed. Each topic, event and day has a web page.",
    "Without a command, feedgen reads `config.json` in the working directory if there is one, brings the feeds up to date with the content, and prints a line that sums it up, for each language of a site. It reads only what has changed, and writes only feeds whose bytes change.",
  ]

  /// The description of the configuration.
  static let configuration = [
    "The configuration is a JSON object in a file: `config.json` in the working directory, or the file that `FEEDGEN_CONFIG` or `--config` names. Every key has a default. A key with a dot is a member of an object: `site.title` is {\"site\": {\"title\": \"…\"}}.",
    "The configuration of a site whose posts are the content gives some values: title, language, time zone, address. The file replaces them. An environment variable replaces the value of the file. Its name is that of the key in capitals, behind `FEEDGEN_`, with `_` for a dot and before a capital that follows a small letter: `serve.maxAge` is `FEEDGEN_SERVE_MAX_AGE`. An empty variable counts as not set.",
    "An option replaces all of these. `--set` KEY=VALUE sets any key; `--content`, `--output`, `--state`, `--host`, `--port` and `--interval` are short for the keys of their names.",
    "In variables and options, a text is written without quotes. A list is written with commas between its texts, an object as JSON. What `feedgen config` prints can be written, too; `null` is no value.",
    "An unknown key or variable, a duplicate key and a wrong value are errors: the exit status is 78, and nothing is written. With a file, relative paths in it and those of the defaults start at its directory, those in variables and options at the working directory. `~/` at the beginning of a path is the home directory. Variables such as `$HOME` in a path are refused.",
    "`feedgen config` prints the configuration in force, and where each value comes from. The documents that are installed with feedgen have the pages that are named below.",
  ]

  /// The environment variables, without those of keys.
  static let environment = [
    ("FEEDGEN_CONFIG", "The configuration file, if `--config` names none."),
    (
      "FEEDGEN_…",
      "The value of a key of the configuration, for example `FEEDGEN_SERVE_PORT`; see feedgen-config(5)."
    ),
    ("FEEDGEN_TOKEN", "The password of `POST /regenerate`. Without it, the server has no such path."),
    (
      "SOURCE_DATE_EPOCH",
      "The time of a run, in seconds since 1970, in place of the clock. Services do not use it."
    ),
    ("HOME", "The home directory, for `~/` in paths."),
    (
      "LISTEN_FDS, LISTEN_PID",
      "Set by systemd for socket activation: the server listens on the sockets that it gets."
    ),
    (
      "NOTIFY_SOCKET, WATCHDOG_USEC", "Set by systemd: a service reports its state, and that it is alive."
    ),
  ]

  /// The files that feedgen reads and writes.
  static let files = [
    ("config.json", "The configuration, see feedgen-config(5)."),
    ("/etc/feedgen/config.json", "The configuration of the systemd service."),
    ("content/", "The content directory (key `content`)."),
    ("feeds/", "The output directory (key `output`)."),
    (
      ".state/index.sqlite",
      "The index in the state directory (key `state`): the ids and times of events, which the content does not give. Back it up."
    ),
    (".state/websub.sqlite", "WebSub subscriptions and pending requests."),
    (".state/purge.sqlite", "Addresses that wait to be purged from caches."),
    (".state/search.sqlite", "The words of titles and summaries, made again when it is gone."),
  ]

  /// The signals that a service handles.
  static let signals = [
    ("SIGTERM, SIGINT", "End the service. The exit status is 0."),
    ("SIGHUP", "Read the configuration again, and open the access log again."),
  ]
}
